/** As much of WebAssembly's interface as the engine uses; the language's own types do not include it. */
interface Platform {
  Memory: new (size: { initial: number }) => { buffer: ArrayBuffer }
  Module: new (bytes: Uint8Array<ArrayBuffer>) => object
  Instance: new (module: object, imports: object) => { exports: object }
}

/** Undefined where the surroundings have no WebAssembly. */
export const webAssembly: Platform | undefined = (globalThis as { WebAssembly?: Platform }).WebAssembly

/**
 * Whether an error says that WebAssembly, its SIMD or the memory asked for is not to be had here: then plain loops do the
 * work. Anything else is a fault of ours and must be seen.
 */
export function isUnavailable(error: unknown): boolean {
  return error instanceof RangeError || (error instanceof Error && error.name === 'CompileError')
}
