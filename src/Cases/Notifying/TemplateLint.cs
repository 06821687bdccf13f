using System.Collections.Immutable;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Notifying;

internal static class TemplateLint
{
    public static ImmutableArray<FileFault> Run(IReadOnlyDictionary<string, string> files, IEnumerable<string> noticeChannels) => [];
}
