using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>What may be entered for a petition now, beside what the law says: where its workflow stands.</summary>
public sealed class PetitionChecks(IUnitOfWork work, PetitionRuns runs)
{
    /// <summary>Whose word the flow waits for at a check of the house; none where it waits for none.</summary>
    public async Task<ImmutableArray<Role>> RolesAsync(MatterId matter, CancellationToken cancellation) =>
        await work.Db.Set<Petition>().AsNoTracking().FirstOrDefaultAsync(one => one.Id == matter, cancellation) is { } petition && await runs.StandAsync(petition, cancellation) is { } stand ? Roles(stand) : [];

    /// <summary>Where the flow of a petition stands, for whoever reads it.</summary>
    public async Task<PetitionPlace> PlaceAsync(Petition petition, CancellationToken cancellation) =>
        await runs.StandAsync(petition, cancellation) is { } stand ? new(stand.Name, stand, Roles(stand)) : PetitionPlace.Nowhere;

    private static ImmutableArray<Role> Roles(PetitionStand stand) =>
        stand.Waiting.FirstOrDefault(bookmark => bookmark.Name == StatutoryStep.CheckType) is { } check && Enum.TryParse<Role>(check.Stimulus, out var role) ? [role] : [];
}

/// <summary>Where the workflow of a petition stands.</summary>
public sealed class PetitionPlace
{
    private readonly PetitionStand? stand;

    internal PetitionPlace(string? step, PetitionStand? stand, ImmutableArray<Role> checkers) => (Step, this.stand, Checkers) = (step, stand, checkers);

    internal static PetitionPlace Nowhere { get; } = new(null, null, []);

    /// <summary>What the step is called; null where no workflow leads the petition.</summary>
    public string? Step { get; }

    /// <summary>Who may give the word that a check of the house waits for.</summary>
    public ImmutableArray<Role> Checkers { get; }

    /// <summary>Whether an event may be entered as far as the workflow goes.</summary>
    public bool Takes(PetitionEventKind kind) => kind is PetitionEventKind.CheckAgreed or PetitionEventKind.CheckSentBack ? !Checkers.IsEmpty : stand is null || !StatutoryStep.Moves(kind) || stand.For(kind) is not null;
}
