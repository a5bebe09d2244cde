// Planted bug: the budget is read, compared, and then written; two at once both find room.
import { plant } from '../plant.ts'

plant('read-then-update', 'features/compensations/queries.ts', [
  {
    from: 'const { rows } = await sql`\n    update budget_months m set',
    to: `const found = await sql<{ fits: boolean }>\`
    select m.spent_rials + \${amountRials}::bigint <= p.monthly_budget_rials as fits
    from budget_months m join people p on p.id = m.person_id
    where m.person_id = \${personId}::uuid and m.month_on = \${monthOn}::date\`.execute(db)
  if (amountRials > 0n && !found.rows[0]?.fits) return false
  const { rows } = await sql\`
    update budget_months m set`,
  },
  {
    from: `
      and (\${amountRials}::bigint = 0 or m.spent_rials + \${amountRials}::bigint
        <= (select p.monthly_budget_rials from people p where p.id = m.person_id))`,
    to: '',
  },
])
