import { createHash, randomBytes } from 'node:crypto'
import type { Services } from '../../server/lib/context.ts'

/** 256 random bits for an address nobody guesses. Shown once, kept only as a digest. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/** What is kept of a link or of a tablet's door. */
export const digestOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()

export const INVITATION_PATH = '/s'
export const KIOSK_PATH = '/k'

const absolute = (services: Services, path: string, secret: string): string =>
  `${services.config.publicUrl.replace(/\/+$/, '')}${path}/${secret}`

/** The address of one customer's questionnaire. */
export const invitationUrl = (services: Services, token: string): string =>
  absolute(services, INVITATION_PATH, token)

/** The address a shop's tablet is opened with. */
export const kioskUrl = (services: Services, code: string): string => absolute(services, KIOSK_PATH, code)
