using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Portal.Api.Inbox;

namespace AidWorkflow.Portal.Api.Handling;

/// <summary>A document reached whoever it is for.</summary>
internal sealed record Delivered(IssuedDocumentId Document, DateOnly On, DeliveryMethod Method) : IAsked;

/// <summary>The applicant has died.</summary>
/// <param name="Proof">By which paper it is known.</param>
/// <param name="Sure">The day lies before the application, and whoever says so has made sure of it.</param>
internal sealed record Death(DateOnly On, string Proof, bool Sure = false) : IAsked;

/// <summary>A death or a move was recorded by mistake.</summary>
/// <param name="Why">What went wrong and how it was verified.</param>
/// <param name="Paper">An uploaded file that shows it.</param>
internal sealed record Undoing(string? Why = null, StoredFileId? Paper = null) : IAsked;

/// <summary>Somebody of the household goes on for an applicant who died, and where the money goes now.</summary>
/// <param name="OtherReason">Why the account is not the successor's own.</param>
/// <param name="OtherProof">The paper that proves it, uploaded before.</param>
internal sealed record TakingOver(WrittenSuccessor Successor, string AccountName, string AccountNumber, string BankName, string? OtherReason = null, StoredFileId? OtherProof = null) : IAsked;

/// <param name="Reason">Why the application ends: the applicant died and nobody takes over, or moved away.</param>
internal sealed record Ending(EndReason Reason, string? Words = null) : IAsked;

/// <summary>The registration moved.</summary>
/// <param name="Village">Where to, within the city.</param>
/// <param name="Elsewhere">Where to, outside it.</param>
internal sealed record Moving(DateOnly On, UnitId? Village = null, string? Elsewhere = null) : IAsked;

/// <param name="To">The village whose offices go on with the case.</param>
internal sealed record HandingOn(UnitId To, string? Why = null) : IAsked;

/// <param name="To">Accounts of the staff, as "besides.copyTo" of the case lists them.</param>
internal sealed record Copying(ImmutableArray<AccountId> To, string? Note = null) : IAsked;

/// <summary>Another agency is asked; the time of the step stands still.</summary>
/// <param name="Task">The task whose step waits.</param>
/// <param name="Paper">The scan of the letter, uploaded before.</param>
internal sealed record AskingAgency(TaskId Task, string Agency, string Reason, StoredFileId? Paper = null) : IAsked;

/// <summary>A hearing is called; the time of the step stands still, and the applicant is told.</summary>
/// <param name="On">The day of the hearing.</param>
/// <param name="Invited">Who is to be heard beside the applicant.</param>
/// <param name="Paper">The scan of the invitation.</param>
internal sealed record CallingHearing(TaskId Task, DateOnly On, string Place, string Invited, string Reason, StoredFileId? Paper = null) : IAsked;

/// <summary>What came of a hearing.</summary>
/// <param name="Paper">The scan of the signed record.</param>
internal sealed record HearingHeld(Cases.Reviewing.AgencyWaitId Wait, string Came, StoredFileId? Paper = null) : IAsked;

/// <summary>A hearing is called off.</summary>
internal sealed record CallingOff(Cases.Reviewing.AgencyWaitId Wait, string Reason) : IAsked;

/// <summary>What another agency answered.</summary>
/// <param name="Paper">The scan of the answer, uploaded before.</param>
internal sealed record AgencyAnswered(Cases.Reviewing.AgencyWaitId Wait, string Answer, StoredFileId? Paper = null) : IAsked;

/// <summary>The case that was changed.</summary>
internal sealed record CaseChanged(CaseId Case);
