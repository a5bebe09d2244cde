import { Component, type ComponentType, lazy, type ReactNode, Suspense, useState } from 'react'
import { loadWordsOf } from '../i18n.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { ScreenSkeleton } from '../ui/skeletons.tsx'
import { ScreenToCome } from './screen-to-come.tsx'

type ScreenModule = Record<string, unknown>
type Load = () => Promise<ScreenModule>

class Boundary extends Component<{ children: ReactNode; onAgain: () => void }, { error: Error | undefined }> {
  override state = { error: undefined }

  static getDerivedStateFromError(error: Error) {
    return { error }
  }

  override render() {
    if (!this.state.error) return this.props.children
    return <ErrorState error={this.state.error} onRetry={this.props.onAgain} page />
  }
}

const pascal = (kebab: string) => kebab.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase())

/**
 * A screen whose code comes when it is first opened: skeleton while it travels, "try again" when it does not arrive or
 * breaks. `name` is the component the module exports.
 */
export function lazyScreen(load: Load, name: string) {
  const make = () =>
    lazy(async () => {
      const module = await load()
      const Screen = module[name] ?? module.default
      if (!Screen) throw new Error(`the module exports no ${name}`)
      return { default: Screen as ComponentType }
    })
  let Screen = make()
  // biome-ignore lint/correctness/noComponentHookFactories: called once per route while the module loads
  function LazyScreen() {
    const [attempt, setAttempt] = useState(0)
    const again = () => {
      // Twice failed: most often a newer version was installed and this page's files are gone.
      if (attempt > 0) return window.location.reload()
      Screen = make()
      setAttempt(attempt + 1)
    }
    return (
      <Boundary key={attempt} onAgain={again}>
        <Suspense fallback={<ScreenSkeleton />}>
          <Screen />
        </Suspense>
      </Boundary>
    )
  }
  LazyScreen.preload = async () => void (await load())
  return LazyScreen
}

const found = import.meta.glob<ScreenModule>('../../features/*/web/**/*-screen.tsx')

/** features/<path>.tsx (or the file of that name in another slice), or a word about it while nobody has written it. */
export function sliceScreen(path: string) {
  const file = path.split('/').at(-1)!
  const elsewhere = Object.keys(found).find((one) => one.endsWith(`/${file}.tsx`))
  const load = found[`../../features/${path}.tsx`] ?? (elsewhere && found[elsewhere])
  if (!load) return () => <ScreenToCome name={file} />
  return lazyScreen(async () => {
    const [module] = await Promise.all([load(), loadWordsOf(path.split('/')[0]!)])
    return module
  }, pascal(file))
}
