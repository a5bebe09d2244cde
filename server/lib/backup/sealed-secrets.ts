import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto'
import { backupError } from './format.ts'

const cost = { N: 2 ** 16, r: 8, p: 1, maxmem: 128 * 1024 * 1024 }

/** salt 16 | nonce 12 | tag 16 | text: AES-256-GCM under scrypt of the passphrase. */
export function sealSecrets(secrets: Buffer, passphrase: string): Buffer {
  const salt = randomBytes(16)
  const nonce = randomBytes(12)
  const cipher = createCipheriv(
    'aes-256-gcm',
    scryptSync(passphrase.normalize('NFKC'), salt, 32, cost),
    nonce,
  )
  const text = Buffer.concat([cipher.update(secrets), cipher.final()])
  return Buffer.concat([salt, nonce, cipher.getAuthTag(), text])
}

export function openSecrets(sealed: Buffer, passphrase: string): Buffer {
  const key = scryptSync(passphrase.normalize('NFKC'), sealed.subarray(0, 16), 32, cost)
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(16, 28), { authTagLength: 16 })
  decipher.setAuthTag(sealed.subarray(28, 44))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(44)), decipher.final()])
  } catch (error) {
    throw backupError(
      'گذرواژهٔ پشتیبان درست نیست. HAMDEL_BACKUP_PASSPHRASE را با همان گذرواژهٔ زمان پشتیبان‌گیری بدهید.',
      'Wrong passphrase. Set HAMDEL_BACKUP_PASSPHRASE to the one used when the backup was made.',
      error,
    )
  }
}
