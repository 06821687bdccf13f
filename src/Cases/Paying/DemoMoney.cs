using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Funding;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Paying;

/// <summary>Invented funds, values and bank templates move no real money.</summary>
internal static class DemoMoney
{
    public static async Task RefuseAsync(DbContext db, FundId id, bool byDemoValues, Deployment deployment, CancellationToken cancellation)
    {
        var fund = await db.Set<Fund>().FindAsync([id], cancellation) ?? throw new RefusedException("fund.unknown", "fund");
        if (!deployment.IsProduction)
            return;
        if (fund.IsDemo)
            throw new RefusedException("payment.demo-fund", "fund", ("fund", fund.Code));
        if (byDemoValues)
            throw new RefusedException("payment.demo-values");
    }

    public static void Refuse(BankFileTemplate template, Deployment deployment)
    {
        if (deployment.IsProduction && template.Demo)
            throw new RefusedException("payment.demo-template", "template", ("template", template.Id));
    }
}
