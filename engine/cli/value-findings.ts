import type { ValueResult } from './commands/value-command.ts'

type Partial = Omit<ValueResult, 'findings'>

/** What a careful reader must know of a fit, in plain words. */
export function valueFindings({ model, fit, spend, summary, lifetime }: Partial): ValueResult['findings'] {
  const findings: ValueResult['findings'] = []
  const say = (code: string, en: string, fa: string) => findings.push({ code, sentence: { en, fa } })
  if (!fit.converged) {
    say(
      'not_converged',
      'The fit did not converge: do not rely on these numbers.',
      'برازش همگرا نشد؛ به این عددها تکیه نکنید.',
    )
  }
  if (fit.flatRidge) {
    const names = fit.weakParameters.join(', ')
    say(
      'flat_ridge',
      `The data do not determine ${names}: the likelihood is nearly flat there. Predictions may still be usable; the parameters are not.`,
      `داده‌ها ${names} را معین نمی‌کنند؛ درست‌نمایی آنجا تقریباً تخت است. پیش‌بینی شاید به کار آید، اما خود پارامترها نه.`,
    )
  }
  if (model === 'bgnbd' && summary.x.some((x) => x === 0)) {
    say(
      'alive_by_construction',
      'In BG/NBD every customer without a repeat purchase is alive by construction; Pareto/NBD and MBG/NBD judge them.',
      'در BG/NBD هر مشتری بدون خرید تکراری، بنا به تعریف مدل، همچنان مشتری است؛ Pareto/NBD و MBG/NBD دربارهٔ آنان داوری می‌کنند.',
    )
  }
  if (!summary.m) {
    say(
      'no_amounts',
      'There are no amounts (column m): spend and value are left out.',
      'ستون مبلغ (m) نیست؛ مدل مبلغ و ارزش مشتری حساب نشد.',
    )
  } else if (!spend) {
    say(
      'too_few_amounts',
      'Too few repeat customers with amounts above zero: spend and value are left out.',
      'مشتری تکراری با مبلغ بالای صفر کم است؛ مدل مبلغ و ارزش مشتری حساب نشد.',
    )
  } else {
    if (spend.leftOut > 0) {
      say(
        'amounts_left_out',
        `${spend.leftOut} repeat customers with a mean amount of zero or less were left out of the model of spend.`,
        `${spend.leftOut} مشتری تکراری با میانگین مبلغ صفر یا کمتر از مدل مبلغ کنار گذاشته شدند.`,
      )
    }
    if (spend.dependent) {
      say(
        'spend_depends',
        `Spend and frequency are correlated (${spend.correlation?.toFixed(2)}): the Gamma–Gamma model assumes they are not.`,
        `مبلغ و تکرار خرید هم‌بسته‌اند (${spend.correlation?.toFixed(2)})؛ مدل گاما–گاما آن‌ها را مستقل می‌گیرد.`,
      )
    }
    if (!spend.converged) {
      say(
        'spend_not_converged',
        'The model of spend did not converge: do not rely on it.',
        'مدل مبلغ همگرا نشد؛ به آن تکیه نکنید.',
      )
    }
    if (!lifetime) {
      say(
        'spend_infinite',
        'The expected spend is infinite under the fitted model (q ≤ 1): no value is given.',
        'میانگین مبلغ در مدل برازش‌شده بی‌نهایت است (q ≤ ۱)؛ ارزش حساب نشد.',
      )
    }
  }
  return findings
}
