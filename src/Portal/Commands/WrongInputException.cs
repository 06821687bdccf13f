using AidWorkflow.Portal.Hosting;

namespace AidWorkflow.Portal.Commands;

/// <summary>The operator asked for something that cannot be: the command ends with 1 and says this.</summary>
internal sealed class WrongInputException(Said words, Exception? inner = null) : Exception(words.English, inner)
{
    public Said Words { get; } = words;
}
