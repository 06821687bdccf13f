using System.Collections.Immutable;
using System.Security.Claims;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.SigningIn;

/// <summary>Who asks: read from the database anew for each request, so a role that ended today ends today.</summary>
public sealed record Visitor(Account? Account, ImmutableArray<RoleAssignment> Roles)
{
    /// <summary>The program that acts as the account by a token; null where a person does.</summary>
    public string? Program { get; init; }

    public static Visitor Nobody { get; } = new(null, []);

    public bool IsSignedIn => Account is not null;

    /// <exception cref="InvalidOperationException">Nobody is signed in: the endpoint lacks its authorisation.</exception>
    public Actor Actor => As(Program) ?? throw new InvalidOperationException("Nobody is signed in.");

    /// <summary>The trail names the program beside the account.</summary>
    private Actor? As(string? program) => Account?.AsActor() is { } actor ? program is null ? actor : actor with { Name = $"{actor.Name}/{program}" } : null;

    /// <summary>Works for the service, and does not only apply.</summary>
    public bool IsStaff => Roles.Any(held => held.Role != Role.Applicant);

    /// <summary>Decides tasks: the others of the staff have no inbox.</summary>
    public bool HasTasks => Holds(
        Role.VillageHelper, Role.StationClerk, Role.TownshipReviewer, Role.DistrictReviewer, Role.DistrictDecider, Role.CityChecker, Role.CityDecider);

    /// <summary>Where the work of whoever signed in lies.</summary>
    public string FirstPage => this switch
    {
        { IsStaff: false } => "/services",
        { HasTasks: true } => "/tasks",
        _ when Holds(Role.FinanceMaker, Role.FinanceChecker, Role.FinanceReleaser) => "/payouts",
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
            var visitor = await ReadAsync(context.RequestServices.GetRequiredService<IUnitOfWork>().Db, new AccountId(account),
                LocalDay.Today(context.RequestServices.GetRequiredService<TimeProvider>()), context.RequestAborted);
            context.Items[Key] = visitor with { Program = context.User.FindFirstValue(Api.Bearer.Program) };
        }

        await next(context);
    });

    private static async Task<Visitor> ReadAsync(DbContext db, AccountId id, DateOnly today, CancellationToken cancellation)
    {
        var account = await db.Set<Account>().AsNoTracking().FirstOrDefaultAsync(account => account.Id == id && account.Active, cancellation);
        if (account is null)
            return SigningIn.Visitor.Nobody;
        var roles = await db.Set<RoleAssignment>().AsNoTracking()
            .Where(held => held.AccountId == id && held.ValidFrom <= today && (held.ValidTo == null || today < held.ValidTo)).ToListAsync(cancellation);
        return new Visitor(account, [.. roles]);
    }
}
