using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Designer.Managing;

/// <summary>Who calls the management API, and how an act runs for them: the house that serves the API says it.</summary>
public interface ICaller
{
    Actor Actor { get; }

    /// <summary>zh-CN or en.</summary>
    string Language { get; }

    /// <summary>Runs an act in a scope and a commit of its own.</summary>
    Task<TResult> DoAsync<TAct, TResult>(Func<TAct, Actor, CancellationToken, Task<TResult>> act)
        where TAct : notnull;
}
