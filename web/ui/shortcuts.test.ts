import { expect, test } from 'vitest'
import { keyNames, matchesStroke } from './shortcuts.ts'

const press = (
  code: string,
  held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {},
) => ({
  code,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
})

test('a key is known by its place, so a Persian layout changes nothing', () =>
  expect(matchesStroke('r', press('KeyR'))).toBe(true))
test('a combination needs all its keys and no other', () => {
  expect(matchesStroke('mod+k', press('KeyK', { ctrlKey: true }))).toBe(true)
  expect(matchesStroke('mod+k', press('KeyK', { metaKey: true }))).toBe(true)
  expect(matchesStroke('mod+k', press('KeyK'))).toBe(false)
  expect(matchesStroke('k', press('KeyK', { ctrlKey: true }))).toBe(false)
  expect(matchesStroke('shift+/', press('Slash', { shiftKey: true }))).toBe(true)
})
test('two strokes are named one after the other', () => expect(keyNames('g d')).toEqual(['G', 'D']))
