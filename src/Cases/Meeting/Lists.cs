using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Protecting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Meeting;

/// <summary>Takes a meeting's list from its shelf, with what was sealed on it.</summary>
public sealed class Lists(IUnitOfWork work, FieldProtector protector)
{
    /// <exception cref="RefusedException">meeting.unknown</exception>
    internal async Task<MeetingList> GetAsync(MeetingId id, CancellationToken cancellation) =>
        await work.Db.Set<MeetingList>().FindAsync([id], cancellation) ?? throw new RefusedException("meeting.unknown");

    /// <summary>Its cases, in the order of the sheet.</summary>
    internal async Task<List<MeetingItem>> ItemsAsync(MeetingId id, CancellationToken cancellation) =>
        [.. (await work.Db.Set<MeetingItem>().Where(item => item.MeetingId == id).ToListAsync(cancellation)).OrderBy(item => item.Number).ThenBy(item => item.TaskId.Value)];

    /// <exception cref="RefusedException">meeting.no-such-case</exception>
    internal async Task<MeetingItem> ItemAsync(MeetingId id, TaskId task, CancellationToken cancellation) =>
        await work.Db.Set<MeetingItem>().FindAsync([id, task], cancellation) ?? throw new RefusedException("meeting.no-such-case");

    /// <summary>What was printed.</summary>
    /// <returns>Null while the list is open.</returns>
    /// <exception cref="RefusedException">meeting.sheet-changed: what is kept is not what was frozen.</exception>
    public MeetingSheet? Sheet(MeetingList list)
    {
        if (list.Sheet is null)
            return null;
        var bytes = protector.OpenBytes(list.Sheet, list.SheetPlace);
        return Paying.Digest.Matches(bytes, list.SheetHash!) ? MeetingSheet.Read(bytes) : throw new RefusedException("meeting.sheet-changed", null, ("list", list.Number));
    }

    public MinutesReport? Entry(MeetingList list) => Read(list.Entry, list);

    /// <summary>What a second person sent back last.</summary>
    public MinutesReport? EarlierEntry(MeetingList list) => Read(list.EarlierEntry, list);

    internal (byte[] Sealed, string Hash) Seal(MeetingList list, MeetingSheet sheet)
    {
        var bytes = sheet.ToBytes();
        return (protector.SealBytes(bytes, list.SheetPlace), Paying.Digest.Of(bytes));
    }

    internal (byte[] Sealed, string Digest) Seal(MeetingList list, MinutesReport minutes)
    {
        var bytes = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(minutes);
        return (protector.SealBytes(bytes, list.EntryPlace), Paying.Digest.Of(bytes));
    }

    private MinutesReport? Read(byte[]? kept, MeetingList list) =>
        kept is null ? null : System.Text.Json.JsonSerializer.Deserialize<MinutesReport>(protector.OpenBytes(kept, list.EntryPlace));
}
