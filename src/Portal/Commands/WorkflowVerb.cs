using System.CommandLine;

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
            "检查流程定义及同目录的表单、规则和模板；有错误即以状态 1 结束。",
            "Check definitions and the forms, rules and templates beside them; ends with status 1 on an error."))) { paths };
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
        var file = File(shared);
        var input = new Option<string?>("--input") { Description = shared.Say(("流程输入（JSON 对象）。", "The workflow's inputs, a JSON object.")) };
        var resumeAll = new Option<bool>("--resume-all")
        {
            Description = shared.Say(("凡等待处均立即继续，直至不再等待。", "Resume whatever waits, due or not, until nothing does.")),
        };
        var command = new Command("run", shared.Say((
            "在内存中试运行，不写数据库。",
            "Run a definition in memory, without a database."))) { file, input, resumeAll };
        command.SetAction((parsed, cancellation) => WorkflowTrial.RunAsync(
            shared, parsed, Existing(parsed.GetRequiredValue(file)), parsed.GetValue(input), parsed.GetValue(resumeAll), cancellation));
        return command;
    }

    private static Argument<string> File(SharedOptions shared) =>
        new("file") { Description = shared.Say(("流程定义文件（Elsa 3 JSON）。", "A definition (Elsa 3 JSON).")) };

    private static string[] Existing(string[] paths) => [.. paths.Select(Existing)];

    private static string Existing(string path) => Path.Exists(path)
        ? path
        : throw new WrongInputException(($"找不到 {path}。", $"There is no {path}."));
}
