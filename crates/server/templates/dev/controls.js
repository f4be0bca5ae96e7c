// The page of the development controls: a view of the API under /dev.
const element = (id) => document.getElementById(id);

const say = (id, text) => {
  for (const other of ['problem', 'done']) element(other).hidden = true;
  element(id).textContent = text;
  element(id).hidden = !text;
};

const call = async (method, path, body) => {
  const response = await fetch(path, {
    method,
    headers: body ? { 'content-type': 'application/json' } : {},
    body: body && JSON.stringify(body),
  });
  const answer = response.status === 204 ? {} : await response.json();
  if (!response.ok) throw new Error(answer.message ?? `The server answered ${response.status}.`);
  return answer;
};

const act = (work, done = '') => async (event) => {
  event?.preventDefault();
  try {
    await work(event);
    say('done', done);
    await show();
  } catch (error) {
    say('problem', error.message);
  }
};

const row = (cells) => {
  const line = document.createElement('tr');
  for (const cell of cells) {
    const box = document.createElement('td');
    box.append(cell);
    line.append(box);
  }
  return line;
};

const code = (text) => Object.assign(document.createElement('code'), { textContent: text });

const duration = (millis) => {
  if (!millis) return 'this machine’s time';
  const seconds = Math.round(Math.abs(millis) / 1000);
  const parts = [[86400, 'd'], [3600, 'h'], [60, 'm'], [1, 's']].reduce(([rest, words], [size, unit]) => {
    const count = Math.floor(rest / size);
    return [rest - count * size, count ? [...words, `${count} ${unit}`] : words];
  }, [seconds, []])[1];
  return `${parts.join(' ')} ${millis > 0 ? 'ahead' : 'behind'}`;
};

const show = async () => {
  const [clock, { faults }, { calls }] = await Promise.all(['clock', 'faults', 'calls'].map((name) => call('GET', `/dev/${name}`)));
  element('now').textContent = clock.now.replace('T', ' ').replace(/\.\d+Z$/, ' UTC');
  element('shifted').textContent = duration(clock.shifted_ms);
  element('fault-list').hidden = faults.length === 0;
  element('fault-list').tBodies[0].replaceChildren(...faults.map((fault) => {
    const remove = Object.assign(document.createElement('button'), { textContent: 'Remove', type: 'button' });
    remove.onclick = act(() => call('DELETE', `/dev/faults/${fault.id}`));
    return row([
      code(`${fault.method ?? ''} ${fault.path}`.trim()), fault.answer ?? 'the real one',
      fault.delay_ms ? `${fault.delay_ms} ms` : '–', String(fault.times ?? 'always'), remove,
    ]);
  }));
  element('call-list').tBodies[0].replaceChildren(...calls.slice(0, 100).map((one) => row([
    one.at.slice(11, 23), String(one.status),
    code(`${one.method} ${one.path}${one.query ? `?${one.query.join('&')}` : ''}`),
    `${one.duration_ms} ms`, one.sdk ?? '', code(one.correlation_id ?? ''),
  ])));
};

element('turn').onsubmit = act((event) => call('POST', '/dev/clock', { advance: event.target.advance.value }), 'The clock was moved.');
element('present').onclick = act(() => call('POST', '/dev/clock', { reset: true }), 'The clock shows this machine’s time.');
element('fault').onsubmit = act((event) => {
  const { path, answer, delay_ms: delay, times } = event.target;
  return call('POST', '/dev/faults', {
    path: path.value,
    ...(answer.value && { answer: answer.value }),
    ...(delay.value && { delay_ms: Number(delay.value) }),
    ...(times.value && { times: Number(times.value) }),
  });
}, 'The fault waits for its request.');
element('refresh').onclick = act(() => {});
element('forget').onclick = act(() => call('DELETE', '/dev/calls'), 'The calls are forgotten.');
element('start-again').onclick = act(async () => {
  if (confirm('Delete everything in this tenant and start again with the samples?')) await call('POST', '/dev/reset');
});
show().catch((error) => say('problem', error.message));
