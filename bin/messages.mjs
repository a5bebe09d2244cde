// The launcher speaks before any package is installed, so its few sentences live here, in both languages.

export function say(fa, en) {
  process.stderr.write(`${fa} / ${en}\n`)
}

/** Prints what went wrong and what to do, and ends the launcher. */
export function fail(fa, en, code = 1) {
  process.stderr.write(`\n✖ ${fa}\n✖ ${en}\n`)
  process.exit(code)
}

export const usage = `Hamdel — همدل

  npm start                     اجرای سامانه / run the system
  npm run demo                  اجرا با داده‌های نمونه / run with demo data
  npm run dev                   اجرا برای توسعه / run with reload
  npm test                      همهٔ آزمون‌ها / every test
  npm run check                 بررسی سریع / lint, types, pure tests
  npm run backup -- --to FILE   گرفتن نسخهٔ پشتیبان / make a backup
  npm run restore -- FILE       بازگرداندن نسخهٔ پشتیبان / restore a backup
  node bin/hamdel.mjs run FILE  اجرای یک فایل TypeScript / run a file with the packaged Node

The server stops when the program that started it goes away. HAMDEL_KEEP_RUNNING=1 keeps it running.
`
