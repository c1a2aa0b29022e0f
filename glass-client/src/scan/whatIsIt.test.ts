import { expect, it } from 'vitest';
import { CaseId, newId } from '@fernblick/shared/protocol';
import { whatIsIt } from './whatIsIt.ts';

const hosts = ['192.168.1.20:8443', 'service.example.com'];
const token = 'a'.repeat(43);
const caseId = newId(CaseId);

it.each([
  [`https://service.example.com/t/#${token}`, { kind: 'invitation', token }],
  [`https://192.168.1.20:8443/t#${token}`, { kind: 'invitation', token }],
  [`https://service.example.com/cases/${caseId}`, { kind: 'case', caseId }],
  [` https://service.example.com/cases/${caseId}/call `, { kind: 'case', caseId }],
])('knows its own links: %s', (text, is) => {
  expect(whatIsIt(text, hosts)).toEqual(is);
});

it.each([
  [`https://evil.example/t/#${token}`, { kind: 'foreign', host: 'evil.example' }],
  [
    `https://service.example.com.evil.example/t/#${token}`,
    { kind: 'foreign', host: 'service.example.com.evil.example' },
  ],
  [`https://service.example.com:444/t/#${token}`, { kind: 'foreign', host: 'service.example.com:444' }],
  [`https://service.example.com@evil.example/t/#${token}`, { kind: 'foreign', host: 'evil.example' }],
  ['https://service.example.com/t/#short', { kind: 'other', text: 'https://service.example.com/t/#short' }],
  ['https://service.example.com/cases/7', { kind: 'other', text: 'https://service.example.com/cases/7' }],
  [`javascript:alert(1)//t/#${token}`, { kind: 'other', text: `javascript:alert(1)//t/#${token}` }],
  ['S/N 48213-07', { kind: 'other', text: 'S/N 48213-07' }],
])('follows nothing else: %s', (text, is) => {
  expect(whatIsIt(text, hosts)).toEqual(is);
});
