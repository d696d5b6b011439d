import { expect, it, vi } from 'vitest'
import { ServerProcess } from './server-process.ts'

it('tells what a server writes to standard error while it starts', async () => {
  const told = vi.spyOn(console, 'error').mockImplementation(() => {})
  const source = `console.error('its own dependency is the wrong one'); export const serve = async () => 1`
  using server = await ServerProcess.start(`data:text/javascript,${encodeURIComponent(source)}`, 'noisy')
  expect(server.port).toBe(1)
  expect(told).toHaveBeenCalledWith('noisy serves, but complains:\nits own dependency is the wrong one\n')
})

it('says nothing of a server that writes nothing', async () => {
  const told = vi.spyOn(console, 'error')
  const source = 'export const serve = async () => 1'
  using server = await ServerProcess.start(`data:text/javascript,${encodeURIComponent(source)}`, 'silent')
  expect(server.port).toBe(1)
  expect(told).not.toHaveBeenCalled()
})
