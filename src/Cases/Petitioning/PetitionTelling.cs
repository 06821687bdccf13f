using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>Who of the house may be told of a petition.</summary>
public enum PetitionAudience
{
    /// <summary>Whoever received it first.</summary>
    FirstContact,

    /// <summary>The desk at which it was received.</summary>
    Desk,

    /// <summary>The section for the protection of rights over the desk.</summary>
    Section,

    /// <summary>The heads of the desk's unit and of those above it.</summary>
    Heads,
}

/// <summary>
/// Tells colleagues of a petition, in the commit of the step: by its number and subject and never by what it says. Of an accusation only the section and whoever received it are told, and nobody whom it names.
/// </summary>
public sealed class PetitionTelling(IUnitOfWork work, Organisation.Directory directory, Colleagues colleagues, PetitionHouse house, TimeProvider time)
{
    /// <param name="words">What the author of the workflow has to say to them.</param>
    /// <param name="key">The same for ever for the same telling.</param>
    public async Task TellAsync(PetitionFile file, PetitionAudience audience, LocalText words, string key, CancellationToken cancellation)
    {
        var those = await OfAsync(file.Matter, file.Petition.Class, audience, cancellation);
        WhenNumbered(file.Matter, () => colleagues.Tell(Message(file.Matter, "petition.said", $"petition-said:{key}", ("words", words)), those));
    }

    /// <summary>The same of a matter that is no petition.</summary>
    internal async Task TellVisitAsync(Matter matter, PetitionAudience audience, LocalText words, string key, CancellationToken cancellation)
    {
        var those = await OfAsync(matter, null, audience, cancellation);
        WhenNumbered(matter, () => colleagues.Tell(Message(matter, "visit.said", $"visit-said:{key}", ("words", words)), those));
    }

    /// <summary>An urgent matter is told upward at once (art. 25); to the administrators where nobody stands above.</summary>
    internal async Task TellUpwardAsync(Matter matter, PetitionClass? @class, CancellationToken cancellation)
    {
        var those = new List<Account>();
        foreach (var audience in (PetitionAudience[])[PetitionAudience.Section, PetitionAudience.Heads])
            those.AddRange(await OfAsync(matter, @class, audience, cancellation));
        if (those.Count == 0)
            those.AddRange(await ApartAsync(matter, await directory.HoldersOverAsync(Role.Administrator, matter.UnitId, LocalDay.Of(time.GetUtcNow()), cancellation), cancellation));
        WhenNumbered(matter, () => colleagues.Tell(Message(matter, "petition.urgent", $"matter-urgent:{matter.Id}"), those.DistinctBy(account => account.Id)));
    }

    /// <summary>Whoever received the matter and the desk; of an accusation whoever received it alone. Nobody is told of what they did themselves.</summary>
    internal async Task TellHoldersAsync(Matter matter, string code, string key, Actor by, CancellationToken cancellation, params (string, object?)[] more)
    {
        var of = await work.Db.Set<Petition>().AsNoTracking().Where(petition => petition.Id == matter.Id).Select(petition => (PetitionClass?)petition.Class).FirstOrDefaultAsync(cancellation);
        var those = (await OfAsync(matter, of, PetitionAudience.FirstContact, cancellation)).Concat(await OfAsync(matter, of, PetitionAudience.Desk, cancellation)).DistinctBy(account => account.Id).Where(account => account.Id != by.Account).ToList();
        WhenNumbered(matter, () => colleagues.Tell(Message(matter, code, key, more), those));
    }

    /// <summary>One colleague, where the matter exists for them still and it was not they who did it.</summary>
    internal async Task TellAsync(Matter matter, AccountId whom, string code, string key, Actor by, CancellationToken cancellation)
    {
        var those = await ApartAsync(matter, await work.Db.Set<Account>().AsNoTracking().Where(account => account.Id == whom && account.Active && account.Id != by.Account).ToListAsync(cancellation), cancellation);
        WhenNumbered(matter, () => colleagues.Tell(Message(matter, code, key), those));
    }

    /// <summary>The section over the desk, but for some.</summary>
    internal async Task TellSectionAsync(Matter matter, string code, string key, IReadOnlyCollection<AccountId> without, CancellationToken cancellation)
    {
        var those = (await ApartAsync(matter, await OfficeAsync(matter.UnitId, PetitionAudience.Section, cancellation), cancellation)).Where(account => !without.Contains(account.Id)).ToList();
        WhenNumbered(matter, () => colleagues.Tell(Message(matter, code, key), those));
    }

    /// <summary>A matter that is being entered gets its number in the transaction, behind which the message is written.</summary>
    private void WhenNumbered(Matter matter, Action tell)
    {
        if (matter.Number is not null)
            tell();
        else
            work.Within((_, _) =>
            {
                tell();
                return Task.CompletedTask;
            });
    }

    private HouseMessage Message(Matter matter, string code, string key, params ReadOnlySpan<(string, object?)> more) =>
        new(null, code, key, [("number", matter.Number), ("subject", house.Subject(matter.Subject)?.Name ?? LocalText.Same(matter.Subject)), ("link", $"/matters/{matter.Id}"), .. more]);

    private async Task<IReadOnlyList<Account>> OfAsync(Matter matter, PetitionClass? @class, PetitionAudience audience, CancellationToken cancellation)
    {
        if ((@class == PetitionClass.Accusation || matter.Kind == MatterKind.OpinionNote) && audience is PetitionAudience.Desk or PetitionAudience.Heads)
            return [];
        return await ApartAsync(matter, audience == PetitionAudience.FirstContact
            ? await work.Db.Set<Account>().AsNoTracking().Where(account => account.Id == matter.FirstContact && account.Active).ToListAsync(cancellation)
            : await OfficeAsync(matter.UnitId, audience, cancellation), cancellation);
    }

    /// <summary>Without those whom the matter accuses, and those who stood aside from it.</summary>
    private async Task<IReadOnlyList<Account>> ApartAsync(Matter matter, IReadOnlyList<Account> those, CancellationToken cancellation)
    {
        var accused = await work.Db.Set<MatterAccused>().AsNoTracking().Where(one => one.MatterId == matter.Id).Select(one => one.AccountId).ToListAsync(cancellation);
        accused.AddRange(work.Db.Set<MatterAccused>().Local.Where(one => one.MatterId == matter.Id).Select(one => one.AccountId)); // of a matter that is being entered
        accused.AddRange(await work.Db.Set<MatterRecusal>().AsNoTracking().Where(one => one.MatterId == matter.Id && one.EndedAt == null).Select(one => one.AccountId).ToListAsync(cancellation));
        return [.. those.Where(account => !accused.Contains(account.Id))];
    }

    /// <summary>Those of an office that has to do with the desk, whatever the matter.</summary>
    internal async Task<IReadOnlyList<Account>> OfficeAsync(UnitId desk, PetitionAudience audience, CancellationToken cancellation)
    {
        var today = LocalDay.Of(time.GetUtcNow());
        return audience switch
        {
            PetitionAudience.Desk => await directory.HoldersAsync(Role.DeskClerk, desk, today, cancellation),
            PetitionAudience.Section => await directory.HoldersOverAsync(Role.RightsOfficer, desk, today, cancellation),
            _ => await directory.HoldersOverAsync(Role.UnitHead, desk, today, cancellation),
        };
    }
}
