using AidWorkflow.Cases.Organisation;

namespace AidWorkflow.Portal.SigningIn;

/// <summary>An account with what it signs in by: what ASP.NET Core Identity calls a user.</summary>
internal sealed record Member(Account Account, Credential Credential);
