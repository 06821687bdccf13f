using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Receiving;

/// <summary>Where an appointment stands; once it was there, how it went.</summary>
public enum AppointmentState
{
    Planned,

    /// <summary>They were seen, and need no more.</summary>
    Concluded,

    /// <summary>They were seen, and another appointment is to be made.</summary>
    GoesOn,

    /// <summary>They were seen and sent to another body.</summary>
    ReferredOn,

    DidNotCome,
    Cancelled,
}

/// <summary>When and where somebody who came to the desk is seen, and by whom. Whoever sees the matter sees this, and nothing of what was said there.</summary>
public sealed class Appointment : IRevised
{
    public const int MostWhere = 200;

    private Appointment()
    {
    }

    public AppointmentId Id { get; private init; }

    public MatterId MatterId { get; private init; }

    /// <summary>Of the matter; several follow each other.</summary>
    public int Number { get; private init; }

    public AccountId With { get; private set; }

    public DateTimeOffset When { get; private set; }

    /// <summary>The room, encrypted at <see cref="Place"/>.</summary>
    public byte[] Where { get; private set; } = [];

    public AppointmentState State { get; private set; }

    public AccountId ArrangedBy { get; private init; }

    public DateTimeOffset ArrangedAt { get; private init; }

    public long Revision { get; private set; }

    public string Place => PlaceOf(Id);

    public static string PlaceOf(AppointmentId id) => $"appointment.where:{id}";

    internal static Appointment Make(AppointmentId id, MatterId matter, int number, AccountId by, DateTimeOffset at) => new() { Id = id, MatterId = matter, Number = number, ArrangedBy = by, ArrangedAt = at };

    internal void Set(AccountId with, DateTimeOffset when, byte[] where) => (With, When, Where) = (with, when, where);

    internal void End(AppointmentState state) => State = state;
}

/// <summary>What a professional wrote down of an appointment. Nobody else reads it, whatever they hold; it is never changed.</summary>
public sealed class ConfidentialNote
{
    public const int MostWords = 10_000;

    public required AppointmentId AppointmentId { get; init; }

    /// <summary>Counted within the appointment.</summary>
    public required int Number { get; init; }

    /// <summary>Encrypted at <see cref="PlaceOf"/>.</summary>
    public required byte[] Words { get; init; }

    /// <summary>Whoever wrote it, and alone reads it: also where the appointment went to another since.</summary>
    public required AccountId By { get; init; }

    public required DateTimeOffset At { get; init; }

    public string Place => PlaceOf(AppointmentId, Number);

    public static string PlaceOf(AppointmentId appointment, int number) => $"appointment.note:{appointment}:{number}";
}
