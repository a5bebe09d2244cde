/** What can be wrong with a command or a file: the culprit and what to do. `{name}` is filled from the parameters. */
export const sentences = {
  file_missing: {
    en: 'There is no file "{file}". Check the name and the folder.',
    fa: 'فایل «{file}» پیدا نشد. نام و پوشهٔ آن را بررسی کنید.',
  },
  file_directory: {
    en: '"{file}" is a folder. Give a file.',
    fa: '«{file}» پوشه است. یک فایل بدهید.',
  },
  file_unreadable: {
    en: 'The file "{file}" cannot be read ({reason}).',
    fa: 'فایل «{file}» خوانده نمی‌شود ({reason}).',
  },
  file_empty: {
    en: 'The file "{file}" is empty.',
    fa: 'فایل «{file}» خالی است.',
  },
  file_no_rows: {
    en: 'The file "{file}" has a header but no rows under it.',
    fa: 'فایل «{file}» فقط سطر عنوان دارد و زیر آن ردیفی نیست.',
  },
  file_excel: {
    en: '"{file}" is a spreadsheet or zip archive. Save the sheet as CSV (UTF-8) and give that file.',
    fa: '«{file}» فایل اکسل یا فشرده است. آن را با قالب CSV (UTF-8) ذخیره کنید و همان را بدهید.',
  },
  file_compressed: {
    en: '"{file}" is compressed. Unpack it first.',
    fa: '«{file}» فشرده است. نخست آن را باز کنید.',
  },
  file_binary: {
    en: '"{file}" is not text: it has a zero byte at position {position}. Give a CSV file in UTF-8.',
    fa: '«{file}» متن نیست: در جای {position} بایت صفر دارد. یک فایل CSV با کدگذاری UTF-8 بدهید.',
  },
  file_encoding: {
    en: '"{file}", line {line}: not valid UTF-8. Save the file as UTF-8.',
    fa: '«{file}»، سطر {line}: کدگذاری UTF-8 نیست. فایل را با کدگذاری UTF-8 ذخیره کنید.',
  },
  file_utf16: {
    en: '"{file}" is encoded in UTF-16. Save it as UTF-8.',
    fa: '«{file}» با UTF-16 کدگذاری شده است. آن را با UTF-8 ذخیره کنید.',
  },
  csv_unclosed_quote: {
    en: '"{file}": the quotation mark opened in the row at line {line} is never closed.',
    fa: '«{file}»: علامت نقل‌قولی که در ردیف سطر {line} باز شده بسته نشده است.',
  },
  csv_after_quote: {
    en: '"{file}", line {line}, field {field}: text after a closing quotation mark. Double the marks inside a quoted field, or name the separator with --separator.',
    fa: '«{file}»، سطر {line}، خانهٔ {field}: پس از بسته‌شدن نقل‌قول متنی آمده است. علامت نقل‌قولِ درون خانه را دو بار بنویسید یا جداکننده را با ‎--separator بگویید.',
  },
  csv_row_long: {
    en: '"{file}": the row that begins at line {line} is longer than 64 MB. Is this a CSV file?',
    fa: '«{file}»: ردیفی که از سطر {line} آغاز می‌شود از ۶۴ مگابایت بلندتر است. آیا این فایل CSV است؟',
  },
  csv_fields: {
    en: '"{file}", line {line}: {found} fields where the header has {expected} (separator {separator}).',
    fa: '«{file}»، سطر {line}: {found} خانه دارد، اما سطر عنوان {expected} خانه دارد (جداکننده {separator}).',
  },
  csv_not_number: {
    en: '"{file}", line {line}, column "{column}": "{value}" is not a number. Correct it, leave it blank, or list it with --missing-codes.',
    fa: '«{file}»، سطر {line}، ستون «{column}»: «{value}» عدد نیست. آن را درست کنید، خالی بگذارید یا با ‎--missing-codes کد بی‌پاسخ معرفی کنید.',
  },
  csv_not_number_here: {
    en: '"{file}", line {line}, column "{column}": "{value}" is not a number. Correct it or remove the row.',
    fa: '«{file}»، سطر {line}، ستون «{column}»: «{value}» عدد نیست. آن را درست کنید یا ردیف را بردارید.',
  },
  csv_blank: {
    en: '"{file}", line {line}: the column "{column}" is blank. Fill it in or remove the row.',
    fa: '«{file}»، سطر {line}: ستون «{column}» خالی است. آن را پر کنید یا ردیف را بردارید.',
  },
  csv_not_day: {
    en: '"{file}", line {line}, column "{column}": "{value}" is not a date. Use YYYY-MM-DD, YYYY/MM/DD or YYYYMMDD (Gregorian, or Persian years 1200–1499).',
    fa: '«{file}»، سطر {line}، ستون «{column}»: «{value}» تاریخ نیست. به شکل YYYY-MM-DD، YYYY/MM/DD یا YYYYMMDD بنویسید (میلادی، یا شمسی از ۱۲۰۰ تا ۱۴۹۹).',
  },
  column_missing: {
    en: '"{file}" has no column "{column}". Its columns ({separator}): {known}.',
    fa: '«{file}» ستون «{column}» ندارد. ستون‌های آن ({separator}): {known}.',
  },
  column_missing_single: {
    en: '"{file}" has no column "{column}": it was read as a single column, "{known}". If its fields are separated by something else than a comma, semicolon or tab, say so with --separator.',
    fa: '«{file}» ستون «{column}» ندارد و تک‌ستونی خوانده شد: «{known}». اگر جداکننده‌اش ویرگول، نقطه‌ویرگول یا tab نیست، آن را با ‎--separator بگویید.',
  },
  column_duplicate: {
    en: '"{file}" has two columns named "{column}" (numbers {first} and {second}). Rename one.',
    fa: '«{file}» دو ستون با نام «{column}» دارد (ستون {first} و {second}). نام یکی را عوض کنید.',
  },
  column_same: {
    en: 'The column "{column}" was given twice, as {first} and as {second}.',
    fa: 'ستون «{column}» دو بار داده شده است: {first} و {second}.',
  },
  model_json: {
    en: 'The model file "{file}" is not valid JSON: {reason}.',
    fa: 'فایل مدل «{file}» قالب JSON درستی ندارد: {reason}.',
  },
  command_unknown: {
    en: 'There is no command "{command}". Commands: {known}. See help.',
    fa: 'دستور «{command}» را نداریم. دستورها: {known}. برای راهنما help را بزنید.',
  },
  option_unknown: {
    en: '{reason}. Options of {command}: {known}.',
    fa: 'گزینهٔ ناشناخته یا ناقص ({reason}). گزینه‌های {command}: {known}.',
  },
  option_missing: {
    en: 'The option {option} is missing: write {hint}.',
    fa: 'گزینهٔ {option} داده نشده است؛ بنویسید {hint}.',
  },
  option_value: {
    en: 'The value "{value}" of {option} is not acceptable: it must be {expected}.',
    fa: 'مقدار «{value}» برای {option} پذیرفتنی نیست؛ باید {expected} باشد.',
  },
  option_conflict: {
    en: 'Give {first} or {second}, not both.',
    fa: 'یا {first} را بدهید یا {second} را، نه هر دو را.',
  },
  argument_extra: {
    en: 'Unexpected argument "{argument}". If it belongs to an option, write it right after the option.',
    fa: 'آرگومان «{argument}» جایی ندارد. اگر مقدار گزینه‌ای است، آن را درست پس از همان گزینه بنویسید.',
  },
  by_too_many: {
    en: 'The column "{column}" has {groups} different values; --by splits into at most {maximum} groups.',
    fa: 'ستون «{column}» {groups} مقدار گوناگون دارد؛ ‎--by حداکثر {maximum} گروه می‌سازد.',
  },
  out_of_memory: {
    en: 'There is not enough memory for this data ({reason}).',
    fa: 'حافظه برای این داده‌ها کافی نیست ({reason}).',
  },
  internal: {
    en: 'An unexpected fault: {reason}. Please report it together with the command.',
    fa: 'خطای پیش‌بینی‌نشده: {reason}. لطفاً آن را همراه دستور گزارش کنید.',
  },
} as const satisfies Record<string, { en: string; fa: string }>
