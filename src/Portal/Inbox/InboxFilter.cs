using System.Collections.Immutable;
using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Forms;
using Microsoft.Extensions.Primitives;

namespace AidWorkflow.Portal.Inbox;

/// <summary>In which order tasks are shown. What is done is shown with the last first by <see cref="Oldest"/>, as whoever looks there looks for what they just did.</summary>
public enum InboxSort
{
    Oldest,

    /// <summary>Due soonest; what has no limit or stands still comes last.</summary>
    Due,

    /// <summary>The highest first.</summary>
    Amount,
    Name,
}

/// <summary>What of the inbox is looked at, and in which order. Each part narrows; counts and rows go through the same.</summary>
public sealed record InboxFilter
{
    public static readonly InboxFilter None = new();

    /// <summary>What the parts that may be written wrong are called on the page.</summary>
    internal static readonly ImmutableDictionary<string, LocalText> Labels = new (string Name, LocalText Words)[]
    {
        ("tab", new("分类", "Kind")), ("unit", new("户籍地", "Registered in")), ("stage", new("案件阶段", "Stage of the case")), ("sort", new("排序", "Order")),
        ("arrivedFrom", new("到达，自", "Arrived from")), ("arrivedTo", new("到达，至", "Arrived until")), ("dueFrom", new("到期，自", "Due from")), ("dueTo", new("到期，至", "Due until")),
        ("yuanFrom", new("金额不低于（元）", "Amount from (yuan)")), ("yuanTo", new("金额不高于（元）", "Amount up to (yuan)")), ("day", new("日期", "Day")), ("on", new("等待对象", "Waits on")), ("listed", new("会议名单", "Meeting's list")),
    }.ToImmutableDictionary(one => one.Name, one => one.Words);

    /// <summary>A receipt number or part of one, a name or part of one, or a whole identity number.</summary>
    public string? Search { get; init; }

    public string? Service { get; init; }

    public string? Step { get; init; }

    /// <summary>Cases of people registered in the area of this unit.</summary>
    public Guid? Unit { get; init; }

    /// <summary>Where the case stands.</summary>
    public CaseStage? Stage { get; init; }

    public DateOnly? ArrivedFrom { get; init; }

    public DateOnly? ArrivedTo { get; init; }

    public DateOnly? DueFrom { get; init; }

    public DateOnly? DueTo { get; init; }

    /// <summary>In cents, of the amount approved or else proposed.</summary>
    public long? CentsFrom { get; init; }

    public long? CentsTo { get; init; }

    /// <summary>Whether it lies on a meeting's list.</summary>
    public bool? Listed { get; init; }

    public InboxSort Sort { get; init; }

    /// <summary>Anything but an order.</summary>
    public bool Narrows => this with { Sort = default } != None;

    /// <summary>Anything beside search and order.</summary>
    public bool HasParts => this with { Sort = default, Search = null } != None;

    /// <summary>Which parts there are, for the record of who looked: what was searched for is not repeated.</summary>
    public string Parts => string.Join(',', Pairs().Where(pair => pair.Name != "q" && pair.Value is { Length: > 0 }).Select(pair => pair.Name));

    /// <summary>As the address of the page says it.</summary>
    /// <exception cref="RefusedException">inbox.filter-day, inbox.filter-amount, inbox.filter-choice, inbox.filter-reversed</exception>
    public static InboxFilter Of(IEnumerable<KeyValuePair<string, StringValues>> query)
    {
        var refusals = new Refusals();
        var filter = Of(query, refusals);
        refusals.ThrowIfAny();
        return filter;
    }

    /// <param name="refusals">Gets what cannot be read; the others hold.</param>
    public static InboxFilter Of(IEnumerable<KeyValuePair<string, StringValues>> query, Refusals refusals)
    {
        var said = query.ToDictionary(one => one.Key, one => one.Value.ToString().Trim(), StringComparer.Ordinal);
        InboxFilter filter = new()
        {
            Search = Text("q"),
            Service = Text("service"),
            Step = Text("step"),
            Unit = Read("unit", "inbox.filter-choice", text => Guid.TryParse(text, out var id) ? id : (Guid?)null),
            Stage = Read("stage", "inbox.filter-choice", Named<CaseStage>),
            ArrivedFrom = Read("arrivedFrom", "inbox.filter-day", Answer.Day),
            ArrivedTo = Read("arrivedTo", "inbox.filter-day", Answer.Day),
            DueFrom = Read("dueFrom", "inbox.filter-day", Answer.Day),
            DueTo = Read("dueTo", "inbox.filter-day", Answer.Day),
            CentsFrom = Read("yuanFrom", "inbox.filter-amount", Answer.Cents),
            CentsTo = Read("yuanTo", "inbox.filter-amount", Answer.Cents),
            Listed = Read("listed", "inbox.filter-choice", text => bool.TryParse(text, out var isListed) ? isListed : (bool?)null),
            Sort = Read("sort", "inbox.filter-choice", Named<InboxSort>) ?? default,
        };
        Ordered("arrivedTo", filter.ArrivedFrom, filter.ArrivedTo);
        Ordered("dueTo", filter.DueFrom, filter.DueTo);
        Ordered("yuanTo", filter.CentsFrom, filter.CentsTo);
        return filter;

        // Nothing lies between an end and a later beginning: said, as an empty list would look as if nothing were there.
        void Ordered<T>(string name, T? from, T? to)
            where T : struct, IComparable<T> =>
            refusals.Require(from is not { } first || to is not { } last || first.CompareTo(last) <= 0, new("inbox.filter-reversed", name, ("label", Labels[name])));

        string? Text(string name) => said.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;

        T? Read<T>(string name, string otherwise, Func<string, T?> read)
            where T : struct
        {
            var value = Text(name) is { } text ? read(text) : null;
            refusals.Require(value is not null || Text(name) is null, new(otherwise, name, ("label", Labels[name]), ("value", Text(name))));
            return value;
        }
    }

    /// <summary>The same as an address says it again, without what says nothing.</summary>
    /// <param name="tab">Null for no one tab.</param>
    /// <param name="withSearch">False for what is kept: search words may be somebody's name or number.</param>
    public string Query(InboxTab? tab, bool withSearch = true) =>
        $"tab={tab}" + string.Concat(Pairs().Where(pair => pair.Value is { Length: > 0 } && (withSearch || pair.Name != "q")).Select(pair => $"&{pair.Name}={Uri.EscapeDataString(pair.Value!)}"));

    private IEnumerable<(string Name, string? Value)> Pairs() =>
    [
        ("q", Search), ("service", Service), ("step", Step), ("unit", Unit?.ToString()), ("stage", Stage?.ToString()),
        ("arrivedFrom", Said(ArrivedFrom)), ("arrivedTo", Said(ArrivedTo)), ("dueFrom", Said(DueFrom)), ("dueTo", Said(DueTo)),
        ("yuanFrom", Yuan(CentsFrom)), ("yuanTo", Yuan(CentsTo)), ("listed", Listed?.ToString().ToLowerInvariant()), ("sort", Sort == default ? null : Sort.ToString()),
    ];

    internal static string? Said(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal static string? Yuan(long? cents) => cents is { } known ? (known / 100m).ToString("0.##", CultureInfo.InvariantCulture) : null;

    private static T? Named<T>(string text)
        where T : struct, Enum => Enum.TryParse<T>(text, out var named) && Enum.IsDefined(named) ? named : null;
}
