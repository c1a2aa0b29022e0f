import type { Role } from '@fernblick/shared/protocol';

interface DemoPerson {
  name: string;
  email: string;
  role: Role;
  /** `invited` people have no password: the admin's page shows them as waiting. */
  state: 'active' | 'invited';
}

/** The made-up people; `.example` is reserved (RFC 2606), so that no mail can reach anybody. */
export const demoPeople = {
  admin: { name: 'Sabine Keller', email: 'admin@demo.example', role: 'admin', state: 'active' },
  supervisor: {
    name: 'Thomas Brandt',
    email: 'supervisor@demo.example',
    role: 'supervisor',
    state: 'active',
  },
  expert: { name: 'Jörg Müller', email: 'expert@demo.example', role: 'expert', state: 'active' },
  expert2: { name: 'Ayşe Demir', email: 'expert2@demo.example', role: 'expert', state: 'active' },
  technician: { name: 'Lukas Weber', email: 'technician@demo.example', role: 'technician', state: 'active' },
  technician2: {
    name: 'Marta Kowalska',
    email: 'technician2@demo.example',
    role: 'technician',
    state: 'active',
  },
  newcomer: { name: 'Jonas Petersen', email: 'newcomer@demo.example', role: 'technician', state: 'invited' },
} as const satisfies Record<string, DemoPerson>;

export type DemoPersonKey = keyof typeof demoPeople;
