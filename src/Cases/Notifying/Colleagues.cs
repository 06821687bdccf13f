using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Engine.Ports;

namespace AidWorkflow.Cases.Notifying;

/// <summary>What the house tells its own people, in the words of a code of Texts.</summary>
/// <param name="Key">What tells this message from another of the same kind.</param>
public sealed record HouseMessage(CaseId? Case, string Code, string Key, params ImmutableArray<(string Name, object? Value)> Values)
{
    /// <summary>The task that it is about; null where it is about none.</summary>
    public AboutTask? About { get; init; }
}

/// <summary>Tells colleagues by the role they hold, in the commit of the act that has something to say.</summary>
public sealed class Colleagues(IUnitOfWork work, Organisation.Directory directory, IIds ids, TimeProvider time)
{
    /// <summary>Everybody who holds the role at exactly that unit; its administrators where nobody does.</summary>
    public async Task TellAsync(HouseMessage message, Role role, UnitId unit, CancellationToken cancellation)
    {
        if (await directory.HoldersAsync(role, unit, LocalDay.Today(time), cancellation) is { Count: > 0 } holders)
            Tell(message, holders);
        else
            await TellAdministratorsAsync(message, unit, cancellation);
    }

    /// <summary>The administrators whose area the unit lies in; all of the house where it has none, so that no message is lost.</summary>
    public async Task TellAdministratorsAsync(HouseMessage message, UnitId unit, CancellationToken cancellation)
    {
        if (await directory.HoldersOverAsync(Role.Administrator, unit, LocalDay.Today(time), cancellation) is { Count: > 0 } administrators)
            Tell(message, administrators);
        else
            work.Db.Add(Notification.ToRole(NotificationId.Of(ids.Next()), "administrator", message.Code, message.Key, time.GetUtcNow(), message.Code, message.Values));
    }

    /// <summary>One colleague.</summary>
    internal void Tell(HouseMessage message, AccountId account) => work.Db.Add(Notification.ToAccount(NotificationId.Of(ids.Next()), account, message, time.GetUtcNow()));

    /// <summary>Colleagues who are told together with what else they are reminded of.</summary>
    internal void Remind(HouseMessage message, IEnumerable<Account> accounts)
    {
        foreach (var account in accounts)
        {
            var told = Notification.ToAccount(NotificationId.Of(ids.Next()), account.Id, message, time.GetUtcNow());
            work.Db.Add(new ReminderLine(told.Id, account.Id, told.Case, told.Occasion, told.IdempotencyKey, told.Texts, told.CreatedAt, message.About));
        }
    }

    /// <summary>These very colleagues.</summary>
    internal void Tell(HouseMessage message, IEnumerable<Account> accounts)
    {
        foreach (var account in accounts)
            work.Db.Add(Notification.ToAccount(NotificationId.Of(ids.Next()), account.Id, message, time.GetUtcNow()));
    }
}
