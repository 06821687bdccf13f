using System.CommandLine;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Portal.Commands;

/// <summary><c>workflow run|lint|draw</c>: definitions and the files beside them, without a database.</summary>
internal static class WorkflowVerb
{
    public static Command Command(SharedOptions shared) =>
        new("workflow", shared.Say(("检查、绘制或试运行流程定义。", "Check, draw or try a workflow definition.")))
        {
            Lint(shared), Draw(shared), Run(shared),
        };

    private static Command Lint(SharedOptions shared)
    {
        var paths = new Argument<string[]>("paths")
        {
            Description = shared.Say(("文件或文件夹，默认 workflows。", "Files or folders; workflows by default.")),
            DefaultValueFactory = _ => ["workflows"],
        };
        var command = new Command("lint", shared.Say((
            "检查流程定义及同目录的表单、规则和模板；有问题即以状态 1 结束。",
            "Check definitions and the forms, rules and templates beside them; ends with status 1 where it finds a fault."))) { paths };
        command.SetAction((parsed, cancellation) => WorkflowLint.RunAsync(shared, parsed, Existing(parsed.GetValue(paths)!), cancellation));
        return command;
    }

    private static Command Draw(SharedOptions shared)
    {
        var file = File(shared);
        var svg = new Option<bool>("--svg") { Description = shared.Say(("输出 SVG 而非 Mermaid 文本。", "As SVG instead of Mermaid text.")) };
        var command = new Command("draw", shared.Say(("绘制流程图。", "Draw a definition."))) { file, svg };
        command.SetAction((parsed, cancellation) => WorkflowDraw.RunAsync(shared, parsed, Existing(parsed.GetRequiredValue(file)), parsed.GetValue(svg), cancellation));
        return command;
    }

    private static Command Run(SharedOptions shared)
    {
        var files = new Argument<string[]>("files")
        {
            Description = shared.Say(("流程定义文件或文件夹，次序不限；可互相引用。", "Definitions, or folders of them, in any order; they may use each other.")),
            Arity = ArgumentArity.OneOrMore,
        };
        var start = new Option<string?>("--start")
        {
            Description = shared.Say(("运行哪一个：版本编号、定义编号或名称；默认第一个文件。", "Which to run: a version id, a definition id or a name; the first file by default.")),
        };
        var input = new Option<string?>("--input") { Description = shared.Say(("流程输入（JSON 对象）。", "The workflow's inputs, a JSON object.")) };
        var mode = new Option<FlowchartMode>("--mode")
        {
            Description = shared.Say(("流程图如何汇合：counter 按计数，token 按令牌。", "How flowcharts come together: by counting visits, or by tokens.")),
            DefaultValueFactory = _ => FlowchartMode.Counter,
        };
        mode.AcceptOnlyFromAmong("counter", "token");
        var resumeAll = new Option<bool>("--resume-all")
        {
            Description = shared.Say(("凡等待处均立即继续，直至不再等待。", "Resume whatever waits, due or not, until nothing does.")),
        };
        var command = new Command("run", shared.Say((
            "在内存中试运行，不写数据库。",
            "Run a definition in memory, without a database."))) { files, start, input, mode, resumeAll };
        command.SetAction((parsed, cancellation) => WorkflowTrial.RunAsync(shared, parsed, new(
            Existing(parsed.GetRequiredValue(files)), parsed.GetValue(start), parsed.GetValue(input), parsed.GetValue(mode), parsed.GetValue(resumeAll)), cancellation));
        return command;
    }

    private static Argument<string> File(SharedOptions shared) =>
        new("file") { Description = shared.Say(("流程定义文件（Elsa 3 JSON）。", "A definition (Elsa 3 JSON).")) };

    private static string[] Existing(string[] paths) => [.. paths.Select(Existing)];

    private static string Existing(string path) => Path.Exists(path)
        ? path
        : throw new WrongInputException(($"找不到 {path}。", $"There is no {path}."));
}
