using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Designer.Managing;
using AidWorkflow.Portal.Api;
using AidWorkflow.Portal.Serving;

namespace AidWorkflow.Portal.Designing;

/// <summary>Whoever signed in, or the account of a token, at the management API.</summary>
internal sealed class ManagementCaller(Asking asking) : ICaller
{
    public Actor Actor => asking.Actor;

    public string Language => Speech.Of(CultureInfo.CurrentUICulture);

    public Task<TResult> DoAsync<TAct, TResult>(Func<TAct, Actor, CancellationToken, Task<TResult>> act)
        where TAct : notnull => asking.DoAsync(act);
}
