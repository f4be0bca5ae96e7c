import { describe, expect, it } from 'vitest';
import { beginning, credentialsOf, OCCASIONS } from './model';
import { dress, framed, sample, written } from './preview';

describe('templates', () => {
  it.each(Object.keys(OCCASIONS))('%s begins with something that can be written', (name) => {
    const result = written(beginning(name), sample('login.example', 'Example'));
    if ('problem' in result) throw new Error(result.problem);
    expect(result.subject).not.toMatch(/[{}]/);
    expect(result.html).toContain('Example');
  });

  it('says of each what makes it go out, where it can’t be sent to oneself', () => {
    const sent = ['verify_email', 'reset_email'];
    for (const [name, { cause }] of Object.entries(OCCASIONS)) {
      expect(cause === undefined, name).toBe(sent.includes(name));
    }
  });

  it('escapes what people wrote, and not in the subject', () => {
    const values = { ...sample('d', ''), user: { name: '<img src=x>' } };
    const result = written({ subject: 'Hi {{ user.name }}', body: '<p>{{ user.name }}</p>' }, values);
    expect(result).toEqual({ subject: 'Hi <img src=x>', html: '<p>&lt;img src=x&gt;</p>' });
  });

  it('says what is wrong', () => {
    expect(written({ subject: '', body: '{% if %}' }, {})).toHaveProperty('problem');
  });
});

describe('the frame', () => {
  const text = framed(
    '<html><head><style>p{}</style><script>1</script></head><body onload="x()"><p style="color:red">a</p>' +
      '<img src="https://tracker.example/x.png"><a href="javascript:1">b</a><form action="/x"><input></form></body></html>',
    'n',
  );

  it('asks nobody for anything and runs nothing', () => {
    expect(text).not.toMatch(/script|tracker|onload|<form/);
    expect(text).toContain('<style nonce="n">');
    expect(text).not.toMatch(/ style="/);
  });

  it('keeps its styles', () => {
    const document = new DOMParser().parseFromString(text, 'text/html');
    dress(document);
    expect(document.querySelector('p')?.style.color).toBe('red');
  });
});

it('sends numbers as numbers, and nothing that is empty', () => {
  expect(credentialsOf('smtp', { smtp_host: ' mail.example ', smtp_port: '2525', smtp_pass: '' })).toEqual({
    smtp_host: 'mail.example',
    smtp_port: 2525,
  });
});
