using System.Collections.Immutable;
using System.Security.Claims;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.SigningIn;

/// <summary>Who asks: read from the database anew for each request, so a role that ended today ends today.</summary>
public sealed record Visitor(Account? Account, ImmutableArray<RoleAssignment> Roles)
{
    /// <summary>The program that acts as the account by a token; null where a person does.</summary>
    public string? Program { get; init; }

    public static Visitor Nobody { get; } = new(null, []);

    /// <summary>Somebody else knows the password, so it is to be changed first.</summary>
    public bool HasInitialPassword { get; init; }

    public bool HasSecondFactor { get; init; }

    public bool IsSignedIn => Account is not null;

    /// <exception cref="InvalidOperationException">Nobody is signed in: the endpoint lacks its authorisation.</exception>
    public Actor Actor => As(Program) ?? throw new InvalidOperationException("Nobody is signed in.");

    /// <summary>The trail names the program beside the account.</summary>
    private Actor? As(string? program) => Account?.AsActor() is { } actor ? program is null ? actor : actor with { Name = $"{actor.Name}/{program}" } : null;

    /// <summary>Works for the service, and does not only apply.</summary>
    public bool IsStaff => Roles.Any(held => held.Role != Role.Applicant);

    /// <summary>Decides tasks: the others of the staff have no inbox.</summary>
    public bool HasTasks => Holds(
        Role.VillageHelper, Role.StationClerk, Role.TownshipReviewer, Role.DistrictReviewer, Role.DistrictDecider, Role.CityChecker, Role.CityDecider, Role.UnitHead);

    /// <summary>Where the work of whoever signed in lies.</summary>
    public string FirstPage => this switch
    {
        { IsStaff: false } => "/services",
        { HasTasks: true } => "/tasks",
        _ when Holds(Role.FinanceMaker, Role.FinanceChecker, Role.FinanceReleaser) => "/payouts",
        _ when Holds(Role.DeskClerk) => "/matters",
        _ when Holds(Role.RightsOfficer) => "/matters/open",
        _ when Holds(Role.Professional) => "/appointments",
        _ when Holds(Role.Administrator) => "/admin",
        _ when Holds(Role.Auditor) => "/audit",
        _ => "/figures",
    };

    public bool Holds(params ReadOnlySpan<Role> roles)
    {
        foreach (var held in Roles)
        {
            if (roles.Contains(held.Role))
                return true;
        }

        return false;
    }
}

internal static class Visitors
{
    private static readonly object Key = new();

    public static Visitor Visitor(this HttpContext context) => context.Items[Key] as Visitor ?? SigningIn.Visitor.Nobody;

    public static IApplicationBuilder UseVisitors(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.User.FindFirstValue(ClaimTypes.NameIdentifier) is { } id && Guid.TryParse(id, out var account))
        {
            var visitor = await ReadAsync(context, new AccountId(account));
            context.Items[Key] = visitor with { Program = context.User.FindFirstValue(Api.Bearer.Program) };
            if (visitor.Account is null)
                context.User = new ClaimsPrincipal(new ClaimsIdentity()); // closed, or signed in before a secret changed: to the sign-in page
            else if (FirstThings.Owed(context, visitor) is { } first)
            {
                if (context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
                    context.Response.StatusCode = StatusCodes.Status403Forbidden; // a program is led to no page
                else
                    await Showing.Page.SeeOther(first).ExecuteAsync(context);
                return;
            }
        }

        await next(context);
    });

    /// <summary>Whose token it is that a request presents where no session counts; nobody where it is not good, or its account is closed.</summary>
    public static async Task<Visitor> PresentedAsync(this HttpContext context) =>
        await context.AuthenticateAsync(Api.Bearer.Name) is { Succeeded: true, Principal: { } program } && Guid.TryParse(program.FindFirstValue(ClaimTypes.NameIdentifier), out var account)
            ? (await ReadAsync(context, new AccountId(account))) with { Program = program.FindFirstValue(Api.Bearer.Program) }
            : SigningIn.Visitor.Nobody;

    private static async Task<Visitor> ReadAsync(HttpContext context, AccountId id)
    {
        var (db, time, cancellation) = (context.RequestServices.GetRequiredService<IUnitOfWork>().Db, context.RequestServices.GetRequiredService<TimeProvider>(), context.RequestAborted);
        var today = LocalDay.Today(time);
        var account = await db.Set<Account>().AsNoTracking().FirstOrDefaultAsync(account => account.Id == id && account.Active, cancellation);
        if (account is null)
            return SigningIn.Visitor.Nobody;
        var credential = await db.Set<Credential>().AsNoTracking().FirstOrDefaultAsync(credential => credential.AccountId == id, cancellation);
        if (FirstThings.IsSession(context.User) && (credential is null || context.User.FindFirstValue(FirstThings.StampClaim) != credential.SecurityStamp || credential.InitialUntil <= time.GetUtcNow()))
            return SigningIn.Visitor.Nobody;
        var roles = await db.Set<RoleAssignment>().AsNoTracking()
            .Where(held => held.AccountId == id && held.ValidFrom <= today && (held.ValidTo == null || today < held.ValidTo)).ToListAsync(cancellation);
        return new Visitor(account, [.. roles]) { HasInitialPassword = credential?.InitialUntil is not null, HasSecondFactor = credential?.SecondFactorSince is not null };
    }
}
