using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Services;

/// <summary>The lines of an explanation in words a decider and an applicant understand.</summary>
internal static class AmountWords
{
    public static AmountLine TooOld(int rows, DateOnly since, DateOnly on) => new("look-back",
        new("回溯期外的票据", "Bills outside the look-back"),
        LocalText.Of($"{rows} 张票据不在 {since:yyyy-MM-dd} 至 {on:yyyy-MM-dd} 之间，不计入", $"{rows} {(rows == 1 ? "bill" : "bills")} not between {since:yyyy-MM-dd} and {on:yyyy-MM-dd}: not counted"), 0);

    public static AmountLine Cost(long taken, long less, long once, long cost) => new("cost",
        new("计入救助的自付费用", "Cost that counts"),
        LocalText.Of(
            $"总费用 {Yuan.Show(taken)} − 各类保险和救助已支付 {Yuan.Show(less)} − 其他帮扶 {Yuan.Show(once)} = {Yuan.Show(cost)} 元",
            $"total {Yuan.Show(taken)} − paid by insurance {Yuan.Show(less)} − other aid {Yuan.Show(once)} = {Yuan.Show(cost)} yuan"), cost);

    public static AmountLine Threshold(long cost, long threshold) => cost < threshold
        ? new("threshold", new("起付线", "Threshold"),
            LocalText.Of($"{Yuan.Show(cost)} 元低于起付线 {Yuan.Show(threshold)} 元，不予救助", $"{Yuan.Show(cost)} yuan is below the threshold of {Yuan.Show(threshold)} yuan: no grant"), 0)
        : new("threshold", new("起付线", "Threshold"),
            LocalText.Of($"{Yuan.Show(cost)} 元达到起付线 {Yuan.Show(threshold)} 元", $"{Yuan.Show(cost)} yuan reaches the threshold of {Yuan.Show(threshold)} yuan"), cost);

    public static AmountLine TooOften(int granted, int most) => new("frequency", new("救助次数", "Frequency"),
        LocalText.Of($"本年度已救助 {granted} 次，每年最多 {most} 次", $"{granted} {(granted == 1 ? "grant" : "grants")} this year; at most {most} a year"), 0);

    public static AmountLine NoBand() => new("band", new("救助档次", "Band"),
        new("没有适用的档次", "no band applies"), 0);

    public static LocalText Named(AmountBand band, long? cost) => band.Label ?? (cost is null ? new("按困难情形", "by situation") : Range(band));

    public static AmountLine Band(AmountBand band, long? cost, long cents)
    {
        var named = Named(band, cost);
        var (zh, en) = (band.FlatCents, band.RatioBasisPoints) switch
        {
            (var flat, 0) => ($"定额 {Yuan.Show(flat)} 元", $"flat sum of {Yuan.Show(flat)} yuan"),
            (0, var ratio) => ($"{Of(band, "费用")} × {Percent(ratio)} = {Yuan.Show(cents)} 元", $"{Of(band, "cost")} × {Percent(ratio)} = {Yuan.Show(cents)} yuan"),
            var (flat, ratio) => (
                $"{Yuan.Show(flat)} 元 + {Of(band, "费用")} × {Percent(ratio)} = {Yuan.Show(cents)} 元",
                $"{Yuan.Show(flat)} yuan + {Of(band, "cost")} × {Percent(ratio)} = {Yuan.Show(cents)} yuan"),
        };
        return new AmountLine("band", new("救助档次", "Band"), new($"{named.Zh}：{zh}", $"{named.En}: {en}"), cents);
    }

    public static AmountLine Rounded(AmountRounding rounding, long cents) => new("rounding", new("取整", "Rounding"),
        LocalText.Of(
            $"{Mode(rounding.Mode).Zh}到 {Yuan.Show(rounding.UnitCents)} 元的整数倍",
            $"{Mode(rounding.Mode).En} to a multiple of {Yuan.Show(rounding.UnitCents)} yuan"), cents);

    public static AmountLine Floor(long cents) => new("floor", new("最低救助额", "Least grant"),
        LocalText.Of($"不足最低救助额，按 {Yuan.Show(cents)} 元", $"below the least grant: raised to {Yuan.Show(cents)} yuan"), cents);

    public static AmountLine CapPerCase(long cents) => new("cap-per-case", new("单次封顶", "Cap per case"),
        LocalText.Of($"单次最高 {Yuan.Show(cents)} 元", $"at most {Yuan.Show(cents)} yuan a case"), cents);

    public static AmountLine CapPerYear(long cap, long granted, long rest) => new("cap-per-year", new("年度封顶", "Cap per year"),
        LocalText.Of(
            $"年度最高 {Yuan.Show(cap)} 元 − 本年度已救助 {Yuan.Show(granted)} 元 = {Yuan.Show(rest)} 元",
            $"at most {Yuan.Show(cap)} yuan a year − {Yuan.Show(granted)} yuan granted this year = {Yuan.Show(rest)} yuan"), rest);

    public static AmountLine CapCost(long cents) => new("cap-cost", new("不超过实际费用", "Not above the cost"),
        LocalText.Of($"不超过计入的费用 {Yuan.Show(cents)} 元", $"not above the counted cost of {Yuan.Show(cents)} yuan"), cents);

    public static AmountLine Amount(long cents) => new("amount", new("建议救助金额", "Proposed amount"),
        LocalText.Of($"{Yuan.Show(cents)} 元", $"{Yuan.Show(cents)} yuan"), cents);

    public static AmountLine FirstPayment(int share, long cents) => new("first-payment", new("先行救助首笔", "Fast-track first payment"),
        LocalText.Of($"建议金额 × {Percent(share)} = {Yuan.Show(cents)} 元", $"proposed amount × {Percent(share)} = {Yuan.Show(cents)} yuan"), cents);

    public static LocalText Range(AmountBand band) => band.BelowCents is { } end
        ? LocalText.Of($"费用 {Yuan.Show(band.FromCents)} 元以上、不足 {Yuan.Show(end)} 元", $"cost from {Yuan.Show(band.FromCents)} to below {Yuan.Show(end)} yuan")
        : LocalText.Of($"费用 {Yuan.Show(band.FromCents)} 元以上", $"cost from {Yuan.Show(band.FromCents)} yuan");

    private static string Of(AmountBand band, string what) => band.OverCents == 0 ? what : $"({what} − {Yuan.Show(band.OverCents)})";

    public static string Percent(int basisPoints) => (basisPoints / 100m).ToString("0.##", System.Globalization.CultureInfo.InvariantCulture) + "%";

    public static LocalText Mode(RoundingMode mode) => mode switch
    {
        RoundingMode.Down => new("舍去零头", "rounded down"),
        RoundingMode.Up => new("进位", "rounded up"),
        _ => new("四舍五入", "rounded half up"),
    };
}
