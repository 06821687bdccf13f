using System.Collections.Immutable;

namespace AidWorkflow.Cases.Clocks;

/// <summary>Whom a rung of a ladder reaches.</summary>
public enum RungTo
{
    /// <summary>Whoever claimed the task; while nobody did, everybody who holds its role.</summary>
    Assignee,

    /// <summary>Everybody who holds the task's role at its unit, also where one of them claimed it.</summary>
    Holders,

    /// <summary>Whoever stands in for the assignee.</summary>
    Deputy,

    /// <summary>The head of the unit that has the task.</summary>
    Head,

    /// <summary>Whoever decides above those who have the task.</summary>
    NextLevel,
}

/// <summary>What a rung does. None of them decides anything.</summary>
public enum RungDoes
{
    /// <summary>Says that the day comes, is there, or is past.</summary>
    Remind,

    /// <summary>Says what waits, since when and with whom.</summary>
    Inform,

    /// <summary>Gives the task back to everybody with its role, or opens it to the level above.</summary>
    Reassign,
}

/// <summary>One rung of a clock's ladder.</summary>
/// <param name="Days">Working days from the due day, negative before it.</param>
/// <param name="At">The local time of that day.</param>
public sealed record Rung(int Days, TimeOnly At, RungTo To, RungDoes Does)
{
    private static readonly TimeOnly Morning = new(8, 30);

    /// <summary>Tells whoever has the task, in the morning.</summary>
    public static Rung Reminds(int days) => new(days, Morning, RungTo.Assignee, RungDoes.Remind);
}

/// <summary>How pressing a limit is.</summary>
public enum Pressure
{
    Calm,
    Amber,
    Red,
}

/// <summary>What a service says of a limit besides its length.</summary>
/// <param name="Amber">Amber from so many days left on, in the unit that is shown; negative after the due day.</param>
/// <param name="Red">Red from so many days left on.</param>
public sealed record ClockRule(int Amber, int Red, ImmutableArray<Rung> Ladder)
{
    /// <summary>Its time stands still while a hearing is to be held.</summary>
    public bool Hearing { get; init; }

    /// <summary>The points at which services that say nothing of a limit are called amber and red, and whom they remind: their versions are older than the rules.</summary>
    public static ClockRule House { get; } = new(1, -1, [Rung.Reminds(-3), Rung.Reminds(0), Rung.Reminds(2)]);

    public Pressure At(int daysLeft) => daysLeft <= Red ? Pressure.Red : daysLeft <= Amber ? Pressure.Amber : Pressure.Calm;
}
