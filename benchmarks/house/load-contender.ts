import type { Contender } from './contender.ts'
import { contenderFile, type ContenderName } from './names.ts'

export async function loadContender(name: ContenderName): Promise<Contender> {
  const { contender }: { contender: Contender } = await import(contenderFile(name))
  return contender
}
