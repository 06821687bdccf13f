using System.Collections.Immutable;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.People;

namespace AidWorkflow.Cases.Services;

/// <summary>What is counted and granted: a person, or a household.</summary>
public enum GrantUnit
{
    Person,
    Household,
}

/// <summary>Whose gates a grant passes: district money ends at the district, provincial money goes on to city and province.</summary>
public enum FundRoute
{
    District,
    Provincial,
}

public enum NoticeChannel
{
    Board,
    Web,
    Both,
}

public enum NameMask
{
    /// <summary>The whole name.</summary>
    Full,

    /// <summary>The family name and stars: 张**.</summary>
    Surname,
}

/// <summary>A term as the service's file writes it.</summary>
/// <param name="Unit">"working-days", "calendar-days", "months" or "years".</param>
public sealed record ServiceTerm(int Count, string Unit);

/// <param name="Days">How long the notice stands, in days of its own kind.</param>
/// <param name="Title">The wording of this service in public. It never names an illness.</param>
/// <param name="Purpose">What the money is called in public: "困难帮扶", never "大病".</param>
public sealed record PublicNoticeRule(ServiceTerm Days, NoticeChannel Channel, NameMask Name, LocalText Title, LocalText Purpose)
{
    /// <summary>The applicant's name as the notice shows it.</summary>
    public string Show(string name) => Name == NameMask.Full ? name.Trim() : Mask.Name(name);

    /// <summary>The template channels of the notice: "board", "web" or both.</summary>
    public ImmutableArray<string> Channels => Channel switch
    {
        NoticeChannel.Board => [Notifying.Channel.Board],
        NoticeChannel.Web => [Notifying.Channel.Web],
        _ => [Notifying.Channel.Board, Notifying.Channel.Web],
    };
}

/// <summary>A rule of law that the service stands on, as dated local data.</summary>
/// <param name="Local">True where it is a local practice or a text of another place used until the local one is entered.</param>
public sealed record LegalBasis(string Key, LocalText Title, string? Article, DateOnly From, DateOnly? To, bool Local, string Source, LocalText? Note)
{
    /// <summary>Both days count, as with the values of rules.</summary>
    public bool IsInForce(DateOnly day) => From <= day && (To is not { } to || day <= to);
}

/// <summary>service.json: what a service is.</summary>
public sealed record ServiceDescription
{
    public required string Id { get; init; }
    public required LocalText Name { get; init; }
    public required LocalText Summary { get; init; }
    public required GrantUnit Unit { get; init; }

    /// <summary>The key of the fund that pays.</summary>
    public required string Fund { get; init; }
    public required FundRoute Route { get; init; }

    /// <summary>A decider may authorise a first payment before the formalities; each gate skipped becomes a task with a deadline.</summary>
    public required bool FastTrack { get; init; }
    public required PublicNoticeRule Notice { get; init; }

    /// <summary>The term of each step, by step name.</summary>
    public required ImmutableDictionary<string, ServiceTerm> Deadlines { get; init; }

    /// <summary>What is said of the limit of each step besides its length, by step name; <see cref="AnyStep"/> for those that are not named.</summary>
    public ImmutableDictionary<string, ClockRule> Clocks { get; init; } = ImmutableDictionary<string, ClockRule>.Empty;
    public required EligibilityRules Eligibility { get; init; }
    public required ImmutableArray<LegalBasis> LegalBasis { get; init; }

    /// <summary>True while anything of it is invented for demonstration: Production refuses it.</summary>
    public required bool Demo { get; init; }

    /// <summary>What a paper issued that day may cite.</summary>
    public IEnumerable<LegalBasis> BasisOn(DateOnly day) => LegalBasis.Where(basis => basis.IsInForce(day));

    /// <summary>The name under which a service says what holds for all steps it does not name.</summary>
    public const string AnyStep = "*";

    public ClockRule Clock(string step) => Clocks.GetValueOrDefault(step) ?? Clocks.GetValueOrDefault(AnyStep) ?? ClockRule.House;

    /// <exception cref="KeyNotFoundException">A step whose term the service does not set; publishing checks those the house knows.</exception>
    public ServiceTerm Deadline(string step) => Deadlines[step];
}
