/** The two languages the package writes: Persian with Persian digits, English with Latin digits. */
export type Locale = 'fa' | 'en'

/** Left-to-right isolate: keeps «−۱۲» together inside right-to-left text (Unicode UAX #9). */
export const LRI = '\u2066'
/** Pop directional isolate: ends what {@link LRI} began. */
export const PDI = '\u2069'

/**
 * Joins groups of digits. A no-break space has the bidi class CS, so «۰۹۱۲ ۱۲۳» keeps its order in right-to-left text;
 * with a plain space the groups would be shown in reverse (UAX #9, rule W4).
 */
export const GROUP_SPACE = '\u00A0'

/** Marks that carry no meaning in a typed number, date or code: bidi controls, joiners, byte order mark. */
export const INVISIBLE = /[\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g
