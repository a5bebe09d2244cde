import { Modal, type ModalProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** A dialog with a title. Use this and not Mantine's Modal: its close button has a name and its head is no second banner. */
export function Dialog({ children, ...props }: ModalProps) {
  const { t } = useTranslation()
  return (
    <Modal
      closeButtonProps={{ 'aria-label': t('ui.close') }}
      attributes={{ header: { role: 'presentation' } }}
      {...props}
    >
      {children}
    </Modal>
  )
}
