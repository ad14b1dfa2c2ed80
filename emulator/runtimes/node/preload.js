// Sends what a function asks of *.amazonaws.com to the emulator, for SDKs that do not know AWS_ENDPOINT_URL
// (aws-sdk for JavaScript v2). Only the connection goes elsewhere, and is not encrypted: request, Host field and
// the agent with its limit on sockets (50 in the SDK) stay as they are, so that sends queue up as on AWS.
'use strict';

const http = require('http');
const net = require('net');
const tls = require('tls');

const endpoint = process.env.AWS_ENDPOINT_URL && new URL(process.env.AWS_ENDPOINT_URL);
const isAws = (name) => /\.amazonaws\.com(\.cn)?$/i.test(name || '');

function connect(listener) {
  const socket = net.connect({ host: endpoint.hostname, port: Number(endpoint.port) || 80 }, listener);
  socket.setNoDelay(true);
  return socket;
}

if (endpoint && endpoint.protocol === 'http:') {
  const connectWithTls = tls.connect;
  tls.connect = function redirected(...values) {
    const [options] = values;
    if (!options || typeof options !== 'object' || !isAws(options.servername || options.host)) {
      return connectWithTls.apply(tls, values);
    }
    const socket = connect(values.find((value) => typeof value === 'function'));
    socket.encrypted = true; // as far as the client is concerned
    socket.authorized = true;
    socket.once('connect', () => socket.emit('secureConnect'));
    return socket;
  };
  const connectWithTcp = http.Agent.prototype.createConnection;
  http.Agent.prototype.createConnection = function redirected(...values) {
    const [options] = values;
    return isAws(options && options.host) ? connect() : connectWithTcp.apply(this, values);
  };
}
