/** Passwords of ten and more characters that every guessing list begins with, and words that a city office would choose. */
const common = new Set(
  `0123456789 1234567890 12345678910 123456789a 1234567891 1234512345 1231231230 123123123123 1029384756 1122334455 0987654321 9876543210
  112233445566 147258369a 1472583690 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc 1qazxsw23edc q1w2e3r4t5 qazwsxedcrfv qwertyuiop qwertyuiop123
  qwerty123456 asdfghjkl1 asdfghjkl123 zxcvbnm123 abcdefghij abcd123456 abc1234567 abc123456789 a123456789 a1234567890 aa12345678 aa123456789
  admin12345 admin123456 admin@1234 admin@12345 admin@123456 administrator administrator1 password12 password123 password1234 password12345
  password@123 p@ssw0rd123 p@ssword123 passw0rd123 iloveyou12 iloveyou123 iloveyou520 woaini1314 woaini1314520 woaini520520 5201314520
  5211314521 13145201314 changeme123 changeme1234 letmein1234 welcome123 welcome1234 welcome@123 test123456 test12345678 user123456
  root123456 root@123456 system1234 system123456 manager123 huawei@123 huawei12#$ chengmai123 chengmai123456 chengguan123 chengguan123456
  chengshi123 yiwangtongguan zhihui123456 foshan123456 shenzhen123 guangdong123 zhongguo123 qq123456789 wang123456 li123456789 zhang123456`
    .split(/\s+/)
    .filter(Boolean),
);

export interface PasswordProblem {
  readonly problem: string;
  readonly problem_en: string;
}

const isRun = (text: string): boolean => {
  const steps = [...text].slice(1).map((character, index) => character.codePointAt(0)! - text.codePointAt(index)!);
  return steps.every((step) => step === steps[0]) && Math.abs(steps[0] ?? 2) <= 1;
};

const rules: readonly { broken(password: string, account: string, minLength: number): boolean; zh: string; en: string }[] = [
  { broken: (password, _, minLength) => [...password].length < minLength, zh: '太短', en: 'it is too short' },
  { broken: (password) => [...password].length > 128, zh: '太长', en: 'it is too long' },
  {
    broken: (password, account) => account.length >= 3 && password.toLowerCase().includes(account.toLowerCase()),
    zh: '含有账号',
    en: 'it contains the account name',
  },
  { broken: (password) => common.has(password.toLowerCase()), zh: '过于常见', en: 'it is too common' },
  { broken: (password) => new Set(password).size < 5, zh: '不同的字符太少', en: 'it has too few different characters' },
  { broken: isRun, zh: '是连续的字符', en: 'it is a run of neighbouring characters' },
];

/**
 * What is wrong with a password, or `null`. Length and guessability, no composition rules: NIST SP 800-63B §5.1.1.2. Whether it was used
 * before is asked where the hashes are.
 */
export function passwordProblem(password: string, account: string, minLength: number): PasswordProblem | null {
  const broken = rules.find((rule) => rule.broken(password, account, minLength));
  return broken ? { problem: broken.zh, problem_en: broken.en } : null;
}
