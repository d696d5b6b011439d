import { expect, it } from 'vitest'
import { Descriptor } from './descriptor.ts'
import { FileFeed } from './file-feed.ts'

it('a part of a file in which there is nothing closes it all the same', async () => {
  const file = await Descriptor.open(import.meta.filename, true)
  expect(await new FileFeed(file, 5, 5, true).next()).toBeUndefined()
  await expect(file.read(new Uint8Array(1), 0)).rejects.toThrow('The file is closed')
})
