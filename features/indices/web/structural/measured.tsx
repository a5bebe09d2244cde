import { useElementSize } from '@mantine/hooks'
import type { ReactNode } from 'react'
import classes from './structural.module.css'

/** A picture as wide as its place. On paper the place is known, so nothing has to be measured. */
export function Measured({
  width,
  children,
}: {
  width?: number | undefined
  children: (width: number) => ReactNode
}) {
  const { ref, width: found } = useElementSize()
  const shown = width ?? Math.floor(found)
  return (
    <div ref={ref} className={classes.measured}>
      {shown > 0 && children(shown)}
    </div>
  )
}
