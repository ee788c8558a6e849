// mqtt.js against the hub's MQTT endpoint: node interop.mjs mqtt://127.0.0.1:1883 ws://127.0.0.1:8080/mqtt
// Every trial runs on every address, at 3.1.1 as far as that goes and at 5.0. Prints a line a trial; exits 1 when one failed.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import mqtt from 'mqtt'

const patience = 10_000
let number = 0

const soon = (promise, what) => Promise.race([
  promise,
  new Promise((_, reject) => setTimeout(() => reject(new Error(`${what}: nothing within ${patience} ms`)), patience).unref()),
])

// Collects messages from the first moment: retained ones may come with SUBACK.
async function connect(url, protocolVersion, options = {}) {
  const client = mqtt.connect(url, {
    protocolVersion, clientId: `mqttjs-${++number}`, reconnectPeriod: 0, clean: true, connectTimeout: patience, ...options,
  })
  const inbox = []
  let wake = () => {}
  client.on('message', (topic, payload, packet) => {
    inbox.push({ topic, text: payload.toString(), payload, packet })
    wake()
  })
  client.next = async () => {
    while (inbox.length === 0) await soon(new Promise(resolve => { wake = resolve }), 'a message')
    return inbox.shift()
  }
  client.isIdle = () => inbox.length === 0
  const connack = await soon(new Promise((resolve, reject) => {
    client.once('connect', resolve)
    client.once('error', reject)
  }), 'CONNACK')
  client.sessionPresent = connack.sessionPresent
  return client
}

const trials = {
  async 'messages at every QoS, both ways, in order'(open) {
    for (const qos of [0, 1, 2]) {
      const client = await open()
      const granted = await client.subscribeAsync('js/+/order', { qos })
      assert.equal(granted[0].qos, qos)
      for (let i = 0; i < 50; i++) client.publish('js/a/order', `${i}`, { qos })
      for (let i = 0; i < 50; i++) {
        const message = await client.next()
        assert.deepEqual([message.text, message.packet.qos, message.packet.dup], [`${i}`, qos, false])
      }
      await client.endAsync()
    }
  },

  async 'a large message, and an empty one'(open) {
    const client = await open()
    await client.subscribeAsync('js/size', { qos: 1 })
    const large = Buffer.alloc(200_000, 'x')
    await client.publishAsync('js/size', large, { qos: 1 })
    await client.publishAsync('js/size', '', { qos: 1 })
    assert.ok((await client.next()).payload.equals(large))
    assert.equal((await client.next()).payload.length, 0)
    await client.endAsync()
  },

  async 'a retained message is kept, replaced and removed'(open) {
    const client = await open()
    await client.publishAsync('js/kept', 'one', { qos: 1, retain: true })
    await client.publishAsync('js/kept', 'two', { qos: 1, retain: true })
    await client.subscribeAsync('js/kept', { qos: 1 })
    const kept = await client.next()
    assert.deepEqual([kept.text, kept.packet.retain], ['two', true])
    await client.publishAsync('js/kept', '', { qos: 1, retain: true })
    assert.equal((await client.next()).payload.length, 0)
    await client.unsubscribeAsync('js/kept')
    await client.subscribeAsync('js/kept', { qos: 1 })
    await client.publishAsync('js/kept', 'live', { qos: 1 })
    assert.deepEqual((await client.next()).packet.retain, false)
    await client.endAsync()
  },

  async 'a will goes out when the connection is lost, not after a goodbye'(open) {
    const watcher = await open()
    await watcher.subscribeAsync('js/gone/+', { qos: 1 })
    const will = name => ({ will: { topic: `js/gone/${name}`, payload: 'lost', qos: 1 } })
    const polite = await open(will('polite'))
    await polite.endAsync()
    const mortal = await open(will('mortal'))
    mortal.stream.destroy()
    assert.equal((await watcher.next()).topic, 'js/gone/mortal')
    assert.ok(watcher.isIdle())
    await watcher.endAsync()
  },

  async 'a session lasts while its client is away'(open, version) {
    const options = { clientId: `mqttjs-lasting-${++number}`, clean: false, properties: { sessionExpiryInterval: 60 } }
    if (version === 4) delete options.properties
    const first = await open(options)
    assert.equal(first.sessionPresent, false)
    await first.subscribeAsync('js/away', { qos: 2 })
    await first.endAsync()
    const other = await open()
    for (const text of ['1', '2', '3']) await other.publishAsync('js/away', text, { qos: 2 })
    const second = await open(options)
    assert.equal(second.sessionPresent, true)
    for (const text of ['1', '2', '3']) assert.equal((await second.next()).text, text)
    await second.endAsync()
    await (await open({ clientId: options.clientId })).endAsync()
    await other.endAsync()
  },

  async 'a newer connection of the same client takes over'(open) {
    const clientId = `mqttjs-twin-${++number}`
    const older = await open({ clientId })
    older.on('error', () => {})
    const closed = once(older, 'close')
    const newer = await open({ clientId })
    await soon(closed, 'the end of the older connection')
    await newer.publishAsync('js/twin', 'x', { qos: 1 })
    await newer.endAsync()
  },

  async 'an invalid filter ends the connection or is refused, and nobody else notices'(open) {
    const other = await open()
    const wrong = await open()
    wrong.on('error', () => {})
    await assert.rejects(soon(wrong.subscribeAsync('js/#/wrong', { qos: 1 }), 'a refusal'))
    wrong.end(true)
    await other.publishAsync('js/fine', 'x', { qos: 1 })
    await other.endAsync()
  },
}

const trialsOf5 = {
  async 'all properties of a message arrive'(open) {
    const client = await open()
    await client.subscribeAsync('js/properties', { qos: 1, properties: { subscriptionIdentifier: 7 } })
    const properties = {
      payloadFormatIndicator: true, contentType: 'text/plain', responseTopic: 'js/answers',
      correlationData: Buffer.from('12'), messageExpiryInterval: 60, userProperties: { a: ['1', '2'], b: '3' },
    }
    await client.publishAsync('js/properties', 'x', { qos: 1, properties })
    const { subscriptionIdentifier, ...rest } = (await client.next()).packet.properties
    assert.equal(subscriptionIdentifier, 7)
    assert.deepEqual({ ...rest, userProperties: { ...rest.userProperties } }, properties)
    await client.endAsync()
  },

  async 'subscription options hold: no local, retain as published, retain handling'(open) {
    const client = await open()
    const other = await open()
    await other.publishAsync('js/options', 'kept', { qos: 1, retain: true })
    await client.subscribeAsync('js/options', { qos: 1, nl: true, rap: true, rh: 2 })
    await client.publishAsync('js/options', 'mine', { qos: 1 })
    await other.publishAsync('js/options', 'live', { qos: 1, retain: true })
    const message = await client.next()
    assert.deepEqual([message.text, message.packet.retain], ['live', true])
    await other.publishAsync('js/options', '', { qos: 1, retain: true })
    await client.endAsync()
    await other.endAsync()
  },

  async 'topic aliases work both ways'(open) {
    const client = await open({
      properties: { topicAliasMaximum: 10 }, autoUseTopicAlias: true, autoAssignTopicAlias: true,
    })
    await client.subscribeAsync('js/alias/#', { qos: 1 })
    for (let i = 0; i < 60; i++) await client.publishAsync(`js/alias/${i % 20}`, `${i}`, { qos: 1 })
    for (let i = 0; i < 60; i++) {
      const message = await client.next()
      assert.deepEqual([message.topic, message.text], [`js/alias/${i % 20}`, `${i}`])
    }
    await client.endAsync()
  },

  async 'a shared subscription gives each message to one of its group'(open) {
    const [a, b, source] = [await open(), await open(), await open()]
    await a.subscribeAsync('$share/js/js/shared', { qos: 1 })
    await b.subscribeAsync('$share/js/js/shared', { qos: 1 })
    for (let i = 0; i < 20; i++) await source.publishAsync('js/shared', `${i}`, { qos: 1 })
    const seen = new Set()
    const collect = async client => {
      while (seen.size < 20) seen.add((await client.next()).text)
    }
    await Promise.race([collect(a), collect(b)])
    assert.equal(seen.size, 20)
    for (const client of [a, b, source]) client.end(true)
  },
}

let failed = 0
for (const url of process.argv.slice(2)) {
  for (const version of [4, 5]) {
    for (const [name, trial] of Object.entries(version === 4 ? trials : { ...trials, ...trialsOf5 })) {
      const label = `${url} ${version === 4 ? '3.1.1' : '5.0'}: ${name}`
      try {
        await trial(options => connect(url, version, options), version)
        console.log(`ok      ${label}`)
      } catch (error) {
        failed++
        console.log(`FAILED  ${label}\n${error.stack}`)
      }
    }
  }
}
if (process.argv.length < 3) {
  console.log('Which server? node interop.mjs URL...')
  failed++
}
process.exit(failed === 0 ? 0 : 1)
