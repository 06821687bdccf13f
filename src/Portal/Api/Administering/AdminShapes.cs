using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Mending;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Sweeping;

namespace AidWorkflow.Portal.Api.Administering;

/// <summary>What waits for an administrator: the first hundred of each.</summary>
/// <param name="Incidents">Steps that threw.</param>
/// <param name="Messages">Messages that nobody would take.</param>
/// <param name="Unheld">Tasks whose role nobody holds.</param>
/// <param name="Unasked">Steps that stand open and ask nobody: an administrator moves the case.</param>
/// <param name="MissingFunds">Funds without which nothing can be granted: of this year, and from December of the next.</param>
internal sealed record StuckWork(IReadOnlyList<OpenIncident> Incidents, IReadOnlyList<ParkedMessage> Messages, ImmutableArray<UnheldRow> Unheld, IReadOnlyList<UnaskedStep> Unasked, ImmutableArray<MissingFund> MissingFunds);

internal sealed record UnaskedStep(CaseId Case, string? ReceiptNumber, string Step, DateTimeOffset Since);

/// <param name="Port">By which the flow goes on.</param>
internal sealed record Skipping(string Port, string Reason) : IAsked;

internal sealed record Cancelling(string Reason) : IAsked;

/// <param name="State">Faulted: it threw again, and nothing is mended.</param>
internal sealed record IncidentSettled(InstanceSubStatus State);

/// <summary>The message that waits to be sent again.</summary>
internal sealed record MessageQueued(MessageId Message);

/// <param name="Demo">A value to look around with; it is refused in Production.</param>
/// <param name="Source">What it is taken from.</param>
/// <param name="Reason">Why it begins on a day that has begun already; needed only there.</param>
internal sealed record NewValue(string Key, DateOnly From, JsonNode Value, bool Demo, string Source, string? Reason = null) : IAsked;

/// <summary>A value that was entered.</summary>
internal sealed record ValueEntered(Guid Value);

/// <summary>A year of the calendar as the State Council's notice says it.</summary>
/// <param name="OffDays">With those that fall on a weekend.</param>
/// <param name="MakeUpDays">Weekend days worked instead.</param>
internal sealed record NewYear(int Year, ImmutableArray<DateOnly> OffDays, ImmutableArray<DateOnly> MakeUpDays, string Source) : IAsked
{
    public NoticedYear Read()
    {
        try
        {
            return CalendarDesk.Read(new WrittenYear($"{Year}", Days(OffDays), Days(MakeUpDays), Source.Trim()), $"{Year}");
        }
        catch (RefusedException refused) when (refused.Field is "off" or "makeUp")
        {
            throw new RefusedException(refused.Code, refused.Field == "off" ? "offDays" : "makeUpDays", [.. refused.Values.Select(value => (value.Key, value.Value))]); // as the request calls it
        }
    }

    private static string Days(ImmutableArray<DateOnly> days) => days.IsDefaultOrEmpty ? "" : string.Join('\n', days.Select(day => $"{day:yyyy-MM-dd}"));
}

/// <summary>A year that is loaded.</summary>
internal sealed record LoadedYear(int Year, int WorkingDays, ImmutableArray<DateOnly> OffDays, ImmutableArray<DateOnly> MakeUpDays, string Source)
{
    public static LoadedYear Of(NoticedYear year) => new(year.Year, year.WorkingDays, [.. year.OffDays.Order()], [.. year.MakeUpDays.Order()], year.Source);
}

/// <param name="Missing">The year that should be there by now.</param>
/// <param name="Provisional">Open deadlines that rest on a year which is not loaded.</param>
internal sealed record CalendarState(ImmutableArray<LoadedYear> Years, int? Missing, int Provisional);

/// <summary>What loading a year moves.</summary>
/// <param name="Count">Of all deadlines; the first two hundred are listed.</param>
internal sealed record Moves(int Count, ImmutableArray<MovedRow> Deadlines);

/// <summary>A year that was loaded, with how many deadlines moved.</summary>
internal sealed record YearLoaded(int Year, int Moved);

/// <summary>A piece of work that runs by itself.</summary>
internal sealed record Job(string Name, string Words, TimeSpan Every, SweepRound? Last, DateTimeOffset? Next, DateTimeOffset? Due);

/// <summary>The account that a program acts as, and until when.</summary>
internal sealed record NewToken(string Name, string UserName, DateOnly LastDay) : IAsked;

/// <param name="Phone">Null or empty where there is none any more.</param>
internal sealed record NewPhone(string? Phone) : IAsked;

internal sealed record PhoneChanged(UnitId Unit);
