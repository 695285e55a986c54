export default function ready(): void {}
