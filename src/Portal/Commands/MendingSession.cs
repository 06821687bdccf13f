using System.CommandLine;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Portal.Hosting;

namespace AidWorkflow.Portal.Commands;

/// <summary>Runs one act of the command line on the configured database, in the name of whoever is signed in to the machine.</summary>
internal static class MendingSession
{
    /// <summary>Nobody's account: the audit trail names the machine's user.</summary>
    public static Actor Actor { get; } = new(null, $"command-line:{Environment.UserName}");

    public static async Task<TResult> RunAsync<TAct, TResult>(
        SharedOptions shared, ParseResult parsed, Func<TAct, CancellationToken, Task<TResult>> act, CancellationToken cancellation)
        where TAct : notnull
    {
        var settings = shared.Settings(parsed);
        settings.Database.RequirePlace();
        await using var services = new ServiceCollection().AddLogging().AddAidWorkflow(settings).BuildServiceProvider(validateScopes: true);
        return await services.GetRequiredService<IActs>().RunAsync(act, cancellation);
    }

    /// <summary>As above, for what commits by itself as often as it needs.</summary>
    public static async Task<TResult> UseAsync<TService, TResult>(
        SharedOptions shared, ParseResult parsed, Func<TService, CancellationToken, Task<TResult>> use, CancellationToken cancellation)
        where TService : notnull
    {
        var settings = shared.Settings(parsed);
        settings.Database.RequirePlace();
        await using var services = new ServiceCollection().AddLogging().AddAidWorkflow(settings).BuildServiceProvider(validateScopes: true);
        await using var scope = services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>(), cancellation);
    }

    public static Argument<string> IdOf(SharedOptions shared) => new("id") { Description = shared.Say(("编号，见 list。", "The id, as list shows it.")) };

    public static Guid Read(ParseResult parsed, Argument<string> id) => Read(parsed.GetRequiredValue(id));

    public static Guid Read(string text) =>
        Guid.TryParse(text, out var found) ? found : throw new WrongInputException(($"“{text}”不是编号，请用 list 查看。", $"'{text}' is not an id. See list."));

    public static Option<int> Most(SharedOptions shared) => new("--most")
    {
        Description = shared.Say(("最多列出多少条。", "How many to list at most.")),
        DefaultValueFactory = _ => 100,
    };
}
