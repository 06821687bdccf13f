namespace AidWorkflow.Engine.Expressions.JavaScript.Syntax;

internal sealed partial class ScopeAnalysis
{
    private void DeclareParameters(Node parameter)
    {
        foreach (var name in NamesIn(parameter))
        {
            RefuseTwice(name, _scope.Find(name.Text) is { Kind: BindingKind.Parameter } known ? known : null);
            _scope.Declare(name.Text, BindingKind.Parameter);
        }
    }

    /// <summary>The let, const and function declarations that stand directly in a block.</summary>
    private void DeclareLexical(IEnumerable<Node> statements, Scope scope)
    {
        var isBody = scope == scope.Function.Body;
        foreach (var statement in statements)
        {
            if (statement is FunctionDeclaration function)
            {
                scope.Functions.Add(function);
                if (!isBody)
                {
                    RefuseTwice(function.Name, scope.Find(function.Name.Text));
                    scope.Declare(function.Name.Text, BindingKind.Var);
                }
                continue;
            }
            if (statement is not Declaration { Kind: not DeclarationKind.Var } declaration)
                continue;
            foreach (var name in declaration.Items.SelectMany(item => NamesIn(item.Target)))
            {
                var known = scope.Find(name.Text);
                if (known is null && isBody && scope != scope.Function && scope.Function.Find(name.Text) is { Kind: BindingKind.Parameter } parameter)
                    known = parameter;
                RefuseTwice(name, known is { Kind: BindingKind.Self } ? null : known);
                scope.Declare(name.Text, declaration.Kind == DeclarationKind.Const ? BindingKind.Const : BindingKind.Let);
            }
        }
    }

    /// <summary>The var declarations of a function wherever they stand, and the functions that stand directly in its body.</summary>
    private static void DeclareVariables(IEnumerable<Node> statements, Scope scope)
    {
        var open = new Stack<Node?>(statements);
        foreach (var function in statements.OfType<FunctionDeclaration>())
            DeclareVariable(function.Name.Text, scope);
        while (open.TryPop(out var node))
        {
            switch (node)
            {
                case Declaration { Kind: DeclarationKind.Var } declaration:
                    foreach (var name in declaration.Items.SelectMany(item => NamesIn(item.Target)))
                        DeclareVariable(name.Text, scope);
                    break;
                case Block block: Open(block.Statements); break;
                case If branch: Open([branch.Yes, branch.No]); break;
                case For loop: Open([loop.Start, loop.Body]); break;
                case ForEach loop: Open([loop.Target, loop.Body]); break;
                case While loop: Open([loop.Body]); break;
                case Switch choice: Open(choice.Cases.SelectMany(each => each.Statements)); break;
                case Try attempt: Open([attempt.Body, attempt.Handler, attempt.Finalizer]); break;
                case JumpTarget target: Open([target.Body]); break;
            }
        }

        void Open(IEnumerable<Node?> nodes)
        {
            foreach (var node in nodes)
                open.Push(node);
        }
    }

    private static void DeclareVariable(string name, Scope scope)
    {
        if (scope.Find(name) is null or { Kind: BindingKind.Self })
            scope.Declare(name, BindingKind.Var);
    }

    /// <summary>A var must not reach out of a block that declares the same name with let or const.</summary>
    private void RefuseHidden(Name name)
    {
        for (var scope = _scope; scope is not null && scope != scope.Function.Body; scope = scope.Parent)
        {
            if (scope.Find(name.Text) is { Kind: BindingKind.Let or BindingKind.Const } known)
                RefuseTwice(name, known);
        }
    }

    private void RefuseTwice(Name name, Binding? known)
    {
        if (known is not null)
            throw Place.Fault(source, name.At, ExpressionFault.Syntax, $"'{name.Text}' is declared twice");
    }

    private static IEnumerable<Name> NamesIn(Node target) => target switch
    {
        Name name => [name],
        Defaulted defaulted => NamesIn(defaulted.Target),
        Rest rest => NamesIn(rest.Target),
        ArrayPattern pattern => pattern.Items.Append(pattern.Rest).Where(item => item is not null).SelectMany(item => NamesIn(item!)),
        ObjectPattern pattern => pattern.Members.Select(member => member.Value).Append(pattern.Rest).Where(item => item is not null).SelectMany(item => NamesIn(item!)),
        _ => [],
    };
}
