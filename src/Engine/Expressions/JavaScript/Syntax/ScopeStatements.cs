namespace AidWorkflow.Engine.Expressions.JavaScript.Syntax;

internal sealed partial class ScopeAnalysis
{
    private void VisitStatement(Node node)
    {
        switch (node)
        {
            case ExpressionStatement statement: Visit(statement.Value); break;
            case Block block: VisitBlock(block); break;
            case Declaration declaration: VisitDeclaration(declaration); break;
            case FunctionDeclaration declaration:
                Visit(declaration.Name);
                Visit(declaration.Function);
                break;
            case If branch: VisitAll([branch.Test, branch.Yes, branch.No]); break;
            case For loop: VisitFor(loop); break;
            case ForEach loop: VisitForEach(loop); break;
            case While loop when loop.BodyFirst: VisitAll([loop.Body, loop.Test]); break;
            case While loop: VisitAll([loop.Test, loop.Body]); break;
            case Switch choice: VisitSwitch(choice); break;
            case Try attempt: VisitTry(attempt); break;
            case ThrowStatement thrown: Visit(thrown.Value); break;
            case Return done: Visit(done.Value); break;
            case JumpTarget target: Visit(target.Body); break;
        }
    }

    private void VisitBlock(Block block)
    {
        block.Scope = new Scope(_scope);
        _scope = block.Scope;
        DeclareLexical(block.Statements, _scope);
        VisitAll(block.Statements);
        _scope = block.Scope.Parent!;
    }

    private void VisitDeclaration(Declaration declaration)
    {
        foreach (var item in declaration.Items)
        {
            Visit(item.Value);
            foreach (var name in NamesIn(item.Target))
            {
                if (declaration.Kind == DeclarationKind.Var)
                    RefuseHidden(name);
            }
            MarkDeclared(item.Target);
        }
    }

    /// <summary>Visits a declared pattern in the order in which it takes its values.</summary>
    private void MarkDeclared(Node target)
    {
        switch (target)
        {
            case Name name:
                if (FindDeclared(name) is { } binding)
                    binding.IsDeclared = true;
                Resolve(name);
                break;
            case ArrayPattern pattern:
                foreach (var item in pattern.Items)
                {
                    if (item is not null)
                        MarkDeclared(item);
                }
                if (pattern.Rest is not null)
                    MarkDeclared(pattern.Rest);
                break;
            case ObjectPattern pattern:
                foreach (var member in pattern.Members)
                {
                    Visit(member.Key);
                    MarkDeclared(member.Value);
                }
                if (pattern.Rest is not null)
                    MarkDeclared(pattern.Rest);
                break;
            case Defaulted defaulted:
                Visit(defaulted.Value);
                MarkDeclared(defaulted.Target);
                break;
            default:
                Visit(target);
                break;
        }
    }

    private Binding? FindDeclared(Name name)
    {
        for (var scope = _scope; scope is not null; scope = scope.Parent)
        {
            if (scope.Find(name.Text) is { } binding)
                return binding;
        }
        return null;
    }

    private void VisitFor(For loop)
    {
        loop.Scope = new Scope(_scope);
        _scope = loop.Scope;
        if (loop.Start is Declaration { Kind: not DeclarationKind.Var } declaration)
            DeclareLexical([declaration], _scope);
        VisitAll([loop.Start, loop.Test, loop.Body, loop.Step]);
        _scope = loop.Scope.Parent!;
    }

    private void VisitForEach(ForEach loop)
    {
        loop.Scope = new Scope(_scope);
        _scope = loop.Scope;
        if (loop.Target is Declaration declaration)
        {
            if (declaration.Kind != DeclarationKind.Var)
                DeclareLexical([declaration], _scope);
            Visit(loop.Source);
            VisitDeclaration(declaration);
        }
        else
        {
            Visit(loop.Source);
            Visit(loop.Target);
        }
        Visit(loop.Body);
        _scope = loop.Scope.Parent!;
    }

    private void VisitSwitch(Switch choice)
    {
        Visit(choice.Subject);
        choice.Scope = new Scope(_scope);
        _scope = choice.Scope;
        DeclareLexical(choice.Cases.SelectMany(each => each.Statements), _scope);

        // A case can be entered past the declarations of an earlier one.
        foreach (var binding in _scope.Bindings)
            binding.MayBeEarly = true;
        foreach (var each in choice.Cases)
        {
            Visit(each.Test);
            VisitAll(each.Statements);
            foreach (var binding in _scope.Bindings)
                binding.IsDeclared = false;
        }
        _scope = choice.Scope.Parent!;
    }

    private void VisitTry(Try attempt)
    {
        Visit(attempt.Body);
        if (attempt.Handler is not null)
        {
            attempt.CatchScope = new Scope(_scope);
            _scope = attempt.CatchScope;
            if (attempt.Caught is not null)
            {
                foreach (var name in NamesIn(attempt.Caught))
                {
                    RefuseTwice(name, _scope.Find(name.Text));
                    _scope.Declare(name.Text, BindingKind.Caught);
                }
                Visit(attempt.Caught);
            }
            Visit(attempt.Handler);
            if (attempt.Handler.Scope.Bindings.FirstOrDefault(inner => attempt.CatchScope.Find(inner.Name) is not null) is { } twice)
                throw Place.Fault(source, attempt.Handler.At, ExpressionFault.Syntax, $"'{twice.Name}' is declared twice");
            _scope = attempt.CatchScope.Parent!;
        }
        Visit(attempt.Finalizer);
    }
}
