import { IconFile, IconFileMusic, IconFileTypePdf } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../web/ui/format.ts'
import classes from './attachment-list.module.css'
import type { Attachment, CaseDetail } from './case-types.ts'

const addressOf = (kase: CaseDetail, one: Attachment) =>
  `/api/v1/customers/${kase.customerId}/cases/${kase.id}/attachments/${one.id}`

/** Pictures to look at, other files by name and size. */
export function AttachmentList({ kase, attachments }: { kase: CaseDetail; attachments: Attachment[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <ul className={classes.list}>
      {attachments.map((one) => {
        const isPicture = one.mediaType === 'image/jpeg'
        const Icon = one.mediaType.startsWith('audio/')
          ? IconFileMusic
          : one.mediaType === 'application/pdf'
            ? IconFileTypePdf
            : IconFile
        return (
          <li key={one.id}>
            <a
              href={addressOf(kase, one)}
              target="_blank"
              rel="noreferrer"
              className={isPicture ? classes.picture : classes.file}
              title={one.fileName}
            >
              {isPicture ? (
                <img src={addressOf(kase, one)} alt={one.fileName} loading="lazy" width={120} height={90} />
              ) : (
                <>
                  <Icon size={20} stroke={1.6} aria-hidden />
                  <bdi className={classes.name}>{one.fileName}</bdi>
                  <small>
                    {t('cases.attachment.size', {
                      size: format.number(Math.max(1, Math.round(one.byteSize / 1024))),
                    })}
                  </small>
                </>
              )}
            </a>
          </li>
        )
      })}
    </ul>
  )
}
