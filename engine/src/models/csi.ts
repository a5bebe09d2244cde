import type { IndexModel, Item } from '../indices/types.ts'
import { asked, DISSATISFIED_SATISFIED } from './scale-ends.ts'

const satisfiedWith = (fa: string, en: string): Item =>
  asked(
    { fa, en },
    { fa: `از ${fa} تا چه اندازه راضی هستید؟`, en: `How satisfied are you with the ${en.toLowerCase()}?` },
    DISSATISFIED_SATISFIED,
  )

/** One construct without a structural model: `plainIndex` computes it, not PLS. */
export const csi: IndexModel = {
  id: 'csi',
  version: '1',
  label: { fa: 'شاخص سادهٔ رضایت (CSI)', en: 'Plain customer satisfaction index (CSI)' },
  source:
    'Weighted mean of attribute satisfactions; weights are stated importances or equal. The wordings are ours.',
  target: 'Satisfaction',
  constructs: [
    {
      name: 'Satisfaction',
      items: ['csi1', 'csi2', 'csi3', 'csi4', 'csi5', 'csi6'],
      label: { fa: 'رضایت مشتری', en: 'Customer satisfaction' },
    },
  ],
  paths: [],
  items: {
    csi1: satisfiedWith('کیفیت محصول', 'Quality of the product'),
    csi2: satisfiedWith('قیمت', 'Price'),
    csi3: satisfiedWith('سرعت انجام کار', 'Speed of delivery'),
    csi4: satisfiedWith('رفتار کارکنان', 'Manner of the staff'),
    csi5: satisfiedWith('دسترسی و پاسخ‌گویی', 'Accessibility and responsiveness'),
    csi6: satisfiedWith('خدمات پس از فروش', 'After-sales service'),
  },
}
