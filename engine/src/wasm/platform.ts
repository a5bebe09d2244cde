/** As much of WebAssembly's interface as the engine uses; the language's own types do not include it. */
interface Platform {
  Memory: new (size: { initial: number }) => { buffer: ArrayBuffer }
  Module: new (bytes: Uint8Array<ArrayBuffer>) => object
  Instance: new (module: object, imports: object) => { exports: object }
}

/** Undefined where the surroundings have no WebAssembly. */
export const webAssembly: Platform | undefined = (globalThis as { WebAssembly?: Platform }).WebAssembly
