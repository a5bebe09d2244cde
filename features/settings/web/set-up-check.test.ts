import { expect, test } from 'vitest'
import { FIRST_HOURS, faultsOf, placeOfFault, type SetUpDraft } from './set-up-check.ts'

const draft: SetUpDraft = {
  companyName: 'مهر',
  branchName: 'مرکزی',
  city: '',
  fullName: 'نسرین شریفی',
  phone: '۰۹۱۲ ۱۱۱ ۲۲۳۳',
  email: '',
  hours: FIRST_HOURS,
  moneyUnit: 'toman',
}
const GOOD = 'سه درخت سیب زرد'

test('an administrator needs a name, one readable way to sign in and a password', () => {
  expect(faultsOf('administrator', draft, GOOD)).toEqual({})
  expect(faultsOf('administrator', { ...draft, phone: '', email: 'a@b.ir' }, GOOD)).toEqual({})
  expect(Object.keys(faultsOf('administrator', { ...draft, fullName: ' ', phone: '' }, 'کوتاه'))).toEqual([
    'fullName',
    'phone',
    'password',
  ])
  expect(faultsOf('administrator', { ...draft, phone: '12', email: 'a@b' }, GOOD)).toEqual({
    phone: 'errors.staff_phone_invalid',
    email: 'errors.staff_email_invalid',
  })
})

test('a week is open some time, and no two turns of a day meet', () => {
  const at = (opensAt: string, closesAt: string) => ({ weekday: 0, opensAt, closesAt })
  const hours = (...list: SetUpDraft['hours']) => faultsOf('hours', { ...draft, hours: list }, '').hours
  expect(hours()).toBe('settings.setUp.fault.hours')
  expect(hours(at('12:00', '08:00'))).toBe('errors.hours_overlap')
  expect(hours(at('08:00', '13:00'), at('12:00', '17:00'))).toBe('errors.hours_overlap')
  expect(hours(at('08:00', '12:00'), at('12:00', '17:00'))).toBeUndefined()
})

test('a fault the server names leads to its step', () => {
  expect(placeOfFault('administrator.password')).toEqual(['administrator', 'password'])
  expect(placeOfFault('password')).toEqual(['administrator', 'password'])
  expect(placeOfFault('hours.2')).toEqual(['hours', 'hours'])
  expect(placeOfFault('elsewhere')).toBeUndefined()
})
