// mqtt.js with a gate's certificate: node gate.mjs mqtts://localhost:8883 gate-1 authority.crt gate.pem
// Tries what a gate may and may not; what came of it goes out as one line of JSON.
import { readFileSync } from 'node:fs'
import mqtt from 'mqtt'

const [url, id, authority, own] = process.argv.slice(2)
const base = 'checkin/v1/gates/'
const tls = { ca: readFileSync(authority), minVersion: 'TLSv1.3', reconnectPeriod: 0, connectTimeout: 5000, clean: true }
const pem = readFileSync(own)

const connect = (options) => new Promise((resolve, reject) => {
  const client = mqtt.connect(url, { ...tls, ...options })
  client.once('connect', () => resolve(client))
  client.once('error', (error) => { client.end(true); reject(error) })
  client.once('close', () => reject(new Error('closed')))
})

const opens = async (options) => {
  try {
    (await connect(options)).end(true)
    return true
  } catch {
    return false
  }
}

const publish = (client, topic, payload, retain = false) => new Promise((resolve) =>
  client.publish(topic, payload, { qos: 1, retain }, (error, packet) => resolve(error?.code ?? packet?.reasonCode ?? 0)))

const birth = JSON.stringify({ state: 'ready', session: 41, boot: 'boot-js', version: '1.0', backlog: 0 })
const said = {}
said.withoutCertificate = await opens({ clientId: id, protocolVersion: 5 })
for (const protocolVersion of [4, 5]) {
  const client = await connect({ clientId: id, protocolVersion, key: pem, cert: pem })
  const heard = []
  client.on('message', (topic) => heard.push(topic))
  if (protocolVersion === 5) {
    said.own = await publish(client, `${base}${id}/state`, birth, true)
    said.foreign = await publish(client, `${base}gate-2/state`, birth, true)
    said.hubs = await publish(client, 'checkin/v1/hub/state', '{}', true)
    said.elsewhere = await publish(client, 'elsewhere', 'x')
  }
  await new Promise((resolve) => client.subscribe(
    ['#', '$SYS/#', `${base}+/state`, `${base}${id}/ack`, 'checkin/v1/hub/state'], { qos: 1 }, resolve))
  await new Promise((resolve) => setTimeout(resolve, 300))
  said[`heard${protocolVersion}`] = [...new Set(heard)]
  await new Promise((resolve) => client.end(resolve))
}
console.log(JSON.stringify(said))
process.exit(0)
