import { isTemplateName } from './template-name.ts'

/** Where one template is, before its text is read. */
export interface TemplateFile {
  /** What errors call it: the path of the file, or the name where there is none. */
  readonly place: string
  /** Another one means that the text has changed. */
  readonly version: string
  /** @throws {@link MicroError} `TEMPLATE_UNREADABLE`. */
  read(): string
}

/** Something that has templates by name. */
export interface TemplateSource {
  /** Finds a template; `undefined` for one that is not there, and for every name that is none. */
  find(name: string): TemplateFile | undefined
  /** Where it looks, for people. */
  places(): readonly string[]
}

/** Templates that are given as texts, for platforms without files and for tests. */
export function textSource(texts: Readonly<Record<string, string>>): TemplateSource {
  const files = new Map(Object.entries(texts).filter(([name]) => isTemplateName(name)))
  return {
    find(name) {
      const text = files.get(name)
      return text === undefined ? undefined : { place: name, version: text, read: () => text }
    },
    places: () => (files.size > 0 ? ['the option `templates`'] : []),
  }
}

/** Several sources as one: the first that has a template gives it. */
export function firstOf(sources: readonly TemplateSource[]): TemplateSource {
  return {
    find(name) {
      for (const source of sources) {
        const file = source.find(name)
        if (file !== undefined) return file
      }
      return undefined
    },
    places: () => sources.flatMap((source) => source.places()),
  }
}
