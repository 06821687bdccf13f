namespace AidWorkflow.Engine.Expressions.JavaScript.Builtins;

internal static class JsonBuiltins
{
    public static void Add(World world)
    {
        var json = world.Namespace("JSON");
        world.Method(json, "parse", 2, (run, _, arguments) => new JsonReader(run, Coerce.ToText(run, arguments.At(0))).Read(arguments.At(1).Callable));
        world.Method(json, "stringify", 3, (run, _, arguments) => JsonWriter.Write(run, arguments.At(0), arguments.At(1), arguments.At(2)));
    }
}
