using System.Linq.Expressions;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Searching;

/// <summary>
/// Where somebody may look for a name: among the rows that show it to them whole. A row that masks or hides the name is found by none, else whoever guesses would be told by the row that they guessed right.
/// </summary>
internal static class NamesSeen
{
    /// <summary>Which of their roles decides how a row of cases shows the name.</summary>
    public static Role[] Readers(Visitor visitor) => [.. visitor.Roles.Select(held => held.Role).Where(ReadIssuedDocument.Readers.Contains)];

    /// <summary>Of the cases of a list.</summary>
    public static async Task<IQueryable<AidCase>> AmongAsync(IQueryable<AidCase> cases, Visitor visitor, DbContext db, ServiceCatalogue services, CancellationToken cancellation)
    {
        if (Sights.Of(visitor.Roles.Select(held => held.Role), PersonalField.Name) != Sight.Full)
            return cases.Where(one => false);
        var readers = Readers(visitor);
        var withheld = readers.Length == 0 ? [] : (await WithholdingAsync(db, services, cancellation)).Where(version => AnswerSight.OnCase(version.Value, readers).Name(Sight.Full) != Sight.Full).Select(version => version.Key).ToArray();
        return withheld.Length == 0 ? cases : cases.Where(one => !withheld.Contains(one.ServiceVersionId));
    }

    /// <summary>Of the tasks of an inbox: each shows what its step and role see. All of these hold for one that may be found by the name.</summary>
    public static async Task<IReadOnlyList<Expression<Func<ReviewTask, bool>>>> OfTasksAsync(IEnumerable<Role> roles, DbContext db, ServiceCatalogue services, CancellationToken cancellation)
    {
        if (Sights.Of(roles, PersonalField.Name) != Sight.Full)
            return [task => false];
        return [.. (await WithholdingAsync(db, services, cancellation))
            .SelectMany(version => version.Value.Seats.Keys.SelectMany(step => Enum.GetValues<Role>().Where(role => AnswerSight.AtTask(version.Value, step, role).Name(Sight.Full) != Sight.Full).Select(role => (Version: version.Key, Step: step, Role: role))))
            .GroupBy(one => (one.Step, one.Role), one => one.Version)
            .Select(one => Other(db, one.Key.Step, one.Key.Role, [.. one]))];
    }

    private static Expression<Func<ReviewTask, bool>> Other(DbContext db, string step, Role role, ServiceVersionId[] versions) =>
        task => task.Step != step || task.Role != role || !db.Set<AidCase>().Any(one => one.Id == task.CaseId && versions.Contains(one.ServiceVersionId));

    /// <summary>The versions whose form keeps the applicant's name from anybody, which is seldom one.</summary>
    private static async Task<Dictionary<ServiceVersionId, ServicePackage>> WithholdingAsync(DbContext db, ServiceCatalogue services, CancellationToken cancellation)
    {
        var found = new Dictionary<ServiceVersionId, ServicePackage>();
        foreach (var id in await db.Set<ServiceVersion>().AsNoTracking().Where(version => version.State != ServiceState.Draft).Select(version => version.Id).ToListAsync(cancellation))
        {
            var package = await services.GetAsync(db, id, cancellation);
            if (package.Form.Steps.Keys.Any(column => package.Form.At(column).To(FormKeys.ApplicantName) is FieldAccess.Hidden or FieldAccess.Masked))
                found.Add(id, package);
        }

        return found;
    }
}
