using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Meeting;

namespace AidWorkflow.Portal.Sweeping;

/// <summary>Freezes lists whose cut-off has come, and goes on with confirmed ones that a process left half done. It decides nothing that two people did not enter and confirm.</summary>
internal sealed class MeetingSweep(IActs acts, DueMeetings due, CarryOutMeeting carryOut, Rests rests, ILogger<MeetingSweep> logger) : ISweep
{
    public const string Key = "meetings";

    private const int Most = 20;

    public string Name => Key;

    public async Task<int> SweepAsync(CancellationToken cancellation) =>
        await OneByOne.RunAsync(Most, most => due.AtCutOffAsync(most, cancellation), list => acts.RunAsync<FreezeList, bool>((act, token) => act.AtCutOffAsync(list, token), cancellation), Refused, rests, cancellation)
        + await OneByOne.RunAsync(Most, most => due.UnfinishedAsync(most, cancellation), async list => (await carryOut.RunAsync(list, again: false, cancellation)).Any(result => result.State != ItemState.Listed), Refused, rests, cancellation);

    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation) => due.NextAsync(cancellation);

    private void Refused(MeetingId list, Exception reason) => logger.MeetingRefused(list, reason.Message);
}
