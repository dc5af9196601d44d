export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

export type Database = {
  public: {
    Tables: {
      achievements: {
        Row: {
          code: string;
          color: string;
          created_at: string;
          criteria: NonNullable<Json>;
          description: NonNullable<Json>;
          icon: string;
          id: string;
          is_active: boolean;
          is_secret: boolean;
          level: number;
          name: NonNullable<Json>;
          points: number;
          series: string;
          tier: string;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          code: string;
          color: string;
          created_at?: string;
          criteria: NonNullable<Json>;
          description: NonNullable<Json>;
          icon: string;
          id: string;
          is_active?: boolean;
          is_secret?: boolean;
          level: number;
          name: NonNullable<Json>;
          points: number;
          series: string;
          tier: string;
          updated_at?: string;
        };
        Update: {
          code?: string;
          color?: string;
          created_at?: string;
          criteria?: NonNullable<Json>;
          description?: NonNullable<Json>;
          icon?: string;
          id?: string;
          is_active?: boolean;
          is_secret?: boolean;
          level?: number;
          name?: NonNullable<Json>;
          points?: number;
          series?: string;
          tier?: string;
          updated_at?: string;
        };
        Relationships: [];
      };
      action_time_entries: {
        Row: {
          action_id: string;
          created_at: string;
          ended_at: string | null;
          id: string;
          minutes: number | null;
          note: string | null;
          started_at: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          action_id: string;
          created_at?: string;
          ended_at?: string | null;
          id?: string;
          minutes?: never;
          note?: string | null;
          started_at: string;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          action_id?: string;
          created_at?: string;
          ended_at?: string | null;
          id?: string;
          minutes?: never;
          note?: string | null;
          started_at?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'action_time_entries_action_id_fkey';
            columns: ['user_id', 'action_id'];
            isOneToOne: false;
            referencedRelation: 'daily_actions';
            referencedColumns: ['user_id', 'id'];
          },
          {
            foreignKeyName: 'action_time_entries_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      cognitive_function_scores: {
        Row: {
          created_at: string;
          function_code: string;
          id: string;
          measured_at: string;
          score: number;
          source: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          function_code: string;
          id?: string;
          measured_at?: string;
          score: number;
          source?: string;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          created_at?: string;
          function_code?: string;
          id?: string;
          measured_at?: string;
          score?: number;
          source?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'cognitive_function_scores_function_code_fkey';
            columns: ['function_code'];
            isOneToOne: false;
            referencedRelation: 'cognitive_functions';
            referencedColumns: ['code'];
          },
          {
            foreignKeyName: 'cognitive_function_scores_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      cognitive_functions: {
        Row: {
          attitude: string;
          code: string;
          created_at: string;
          description: NonNullable<Json>;
          growth_edge: NonNullable<Json>;
          id: string;
          kind: string;
          name: NonNullable<Json>;
          position: number;
          shows_as: NonNullable<Json>;
          strengths: NonNullable<Json>;
          table_affinity: string[];
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          attitude: string;
          code: string;
          created_at?: string;
          description: NonNullable<Json>;
          growth_edge: NonNullable<Json>;
          id: string;
          kind: string;
          name: NonNullable<Json>;
          position: number;
          shows_as: NonNullable<Json>;
          strengths: NonNullable<Json>;
          table_affinity: string[];
          updated_at?: string;
        };
        Update: {
          attitude?: string;
          code?: string;
          created_at?: string;
          description?: NonNullable<Json>;
          growth_edge?: NonNullable<Json>;
          id?: string;
          kind?: string;
          name?: NonNullable<Json>;
          position?: number;
          shows_as?: NonNullable<Json>;
          strengths?: NonNullable<Json>;
          table_affinity?: string[];
          updated_at?: string;
        };
        Relationships: [];
      };
      daily_actions: {
        Row: {
          actual_minutes: number | null;
          ai_generated: boolean;
          ai_reasoning: string | null;
          completed_at: string | null;
          created_at: string;
          description: string;
          estimated_minutes: number | null;
          id: string;
          position: number;
          scheduled_on: string;
          status: string;
          updated_at: string;
          user_id: string;
          vision_id: string | null;
        };
        ComputedFields: never;
        Insert: {
          actual_minutes?: number | null;
          ai_generated?: boolean;
          ai_reasoning?: string | null;
          completed_at?: string | null;
          created_at?: string;
          description: string;
          estimated_minutes?: number | null;
          id?: string;
          position?: number;
          scheduled_on: string;
          status?: string;
          updated_at?: string;
          user_id: string;
          vision_id?: string | null;
        };
        Update: {
          actual_minutes?: number | null;
          ai_generated?: boolean;
          ai_reasoning?: string | null;
          completed_at?: string | null;
          created_at?: string;
          description?: string;
          estimated_minutes?: number | null;
          id?: string;
          position?: number;
          scheduled_on?: string;
          status?: string;
          updated_at?: string;
          user_id?: string;
          vision_id?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'daily_actions_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'daily_actions_vision_id_fkey';
            columns: ['user_id', 'vision_id'];
            isOneToOne: false;
            referencedRelation: 'visions';
            referencedColumns: ['user_id', 'id'];
          },
        ];
      };
      habit_logs: {
        Row: {
          amount: number;
          created_at: string;
          done_on: string;
          habit_id: string;
          id: string;
          note: string | null;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          amount?: number;
          created_at?: string;
          done_on: string;
          habit_id: string;
          id?: string;
          note?: string | null;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          amount?: number;
          created_at?: string;
          done_on?: string;
          habit_id?: string;
          id?: string;
          note?: string | null;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'habit_logs_habit_id_fkey';
            columns: ['user_id', 'habit_id'];
            isOneToOne: false;
            referencedRelation: 'habits';
            referencedColumns: ['user_id', 'id'];
          },
          {
            foreignKeyName: 'habit_logs_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      habits: {
        Row: {
          archived_at: string | null;
          cadence: string;
          color: string | null;
          created_at: string;
          current_streak: number;
          description: string | null;
          icon: string | null;
          id: string;
          longest_streak: number;
          position: number;
          reminder_time: string | null;
          streak_ends_on: string | null;
          target_amount: number;
          title: string;
          unit: string | null;
          updated_at: string;
          user_id: string;
          vision_id: string | null;
          weekdays: number[];
        };
        ComputedFields: never;
        Insert: {
          archived_at?: string | null;
          cadence?: string;
          color?: string | null;
          created_at?: string;
          current_streak?: number;
          description?: string | null;
          icon?: string | null;
          id?: string;
          longest_streak?: number;
          position?: number;
          reminder_time?: string | null;
          streak_ends_on?: string | null;
          target_amount?: number;
          title: string;
          unit?: string | null;
          updated_at?: string;
          user_id: string;
          vision_id?: string | null;
          weekdays?: number[];
        };
        Update: {
          archived_at?: string | null;
          cadence?: string;
          color?: string | null;
          created_at?: string;
          current_streak?: number;
          description?: string | null;
          icon?: string | null;
          id?: string;
          longest_streak?: number;
          position?: number;
          reminder_time?: string | null;
          streak_ends_on?: string | null;
          target_amount?: number;
          title?: string;
          unit?: string | null;
          updated_at?: string;
          user_id?: string;
          vision_id?: string | null;
          weekdays?: number[];
        };
        Relationships: [
          {
            foreignKeyName: 'habits_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'habits_vision_id_fkey';
            columns: ['user_id', 'vision_id'];
            isOneToOne: false;
            referencedRelation: 'visions';
            referencedColumns: ['user_id', 'id'];
          },
        ];
      };
      mbti_profiles: {
        Row: {
          assessed_at: string;
          confidence: number | null;
          created_at: string;
          ei_clarity: number | null;
          id: string;
          is_current: boolean;
          jp_clarity: number | null;
          mbti_type: string;
          sn_clarity: number | null;
          source: string;
          tf_clarity: number | null;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          assessed_at?: string;
          confidence?: number | null;
          created_at?: string;
          ei_clarity?: number | null;
          id?: string;
          is_current?: boolean;
          jp_clarity?: number | null;
          mbti_type: string;
          sn_clarity?: number | null;
          source?: string;
          tf_clarity?: number | null;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          assessed_at?: string;
          confidence?: number | null;
          created_at?: string;
          ei_clarity?: number | null;
          id?: string;
          is_current?: boolean;
          jp_clarity?: number | null;
          mbti_type?: string;
          sn_clarity?: number | null;
          source?: string;
          tf_clarity?: number | null;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'mbti_profiles_mbti_type_fkey';
            columns: ['mbti_type'];
            isOneToOne: false;
            referencedRelation: 'mbti_types';
            referencedColumns: ['code'];
          },
          {
            foreignKeyName: 'mbti_profiles_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      mbti_types: {
        Row: {
          auxiliary: string;
          cache_duration: string;
          cache_preload: string;
          cache_scope: string;
          cache_seconds: number;
          coaching_style: NonNullable<Json>;
          code: string;
          created_at: string;
          description: NonNullable<Json>;
          dominant: string;
          growth_edge: NonNullable<Json>;
          id: string;
          inferior: string;
          is_extraverted: boolean;
          is_intuitive: boolean;
          is_judging: boolean;
          is_thinking: boolean;
          name: NonNullable<Json>;
          page_size: number;
          prefetch_items: number;
          prefetch_tables: string[];
          strengths: NonNullable<Json>;
          table_order: string[];
          tertiary: string;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          auxiliary: string;
          cache_duration: string;
          cache_preload: string;
          cache_scope: string;
          cache_seconds: number;
          coaching_style: NonNullable<Json>;
          code: string;
          created_at?: string;
          description: NonNullable<Json>;
          dominant: string;
          growth_edge: NonNullable<Json>;
          id: string;
          inferior: string;
          is_extraverted?: never;
          is_intuitive?: never;
          is_judging?: never;
          is_thinking?: never;
          name: NonNullable<Json>;
          page_size: number;
          prefetch_items: number;
          prefetch_tables: string[];
          strengths: NonNullable<Json>;
          table_order: string[];
          tertiary: string;
          updated_at?: string;
        };
        Update: {
          auxiliary?: string;
          cache_duration?: string;
          cache_preload?: string;
          cache_scope?: string;
          cache_seconds?: number;
          coaching_style?: NonNullable<Json>;
          code?: string;
          created_at?: string;
          description?: NonNullable<Json>;
          dominant?: string;
          growth_edge?: NonNullable<Json>;
          id?: string;
          inferior?: string;
          is_extraverted?: never;
          is_intuitive?: never;
          is_judging?: never;
          is_thinking?: never;
          name?: NonNullable<Json>;
          page_size?: number;
          prefetch_items?: number;
          prefetch_tables?: string[];
          strengths?: NonNullable<Json>;
          table_order?: string[];
          tertiary?: string;
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'mbti_types_auxiliary_fkey';
            columns: ['auxiliary'];
            isOneToOne: false;
            referencedRelation: 'cognitive_functions';
            referencedColumns: ['code'];
          },
          {
            foreignKeyName: 'mbti_types_dominant_fkey';
            columns: ['dominant'];
            isOneToOne: false;
            referencedRelation: 'cognitive_functions';
            referencedColumns: ['code'];
          },
          {
            foreignKeyName: 'mbti_types_inferior_fkey';
            columns: ['inferior'];
            isOneToOne: false;
            referencedRelation: 'cognitive_functions';
            referencedColumns: ['code'];
          },
          {
            foreignKeyName: 'mbti_types_tertiary_fkey';
            columns: ['tertiary'];
            isOneToOne: false;
            referencedRelation: 'cognitive_functions';
            referencedColumns: ['code'];
          },
        ];
      };
      permissions: {
        Row: {
          code: string;
          created_at: string;
          description: NonNullable<Json>;
          id: string;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          code: string;
          created_at?: string;
          description: NonNullable<Json>;
          id: string;
          updated_at?: string;
        };
        Update: {
          code?: string;
          created_at?: string;
          description?: NonNullable<Json>;
          id?: string;
          updated_at?: string;
        };
        Relationships: [];
      };
      projects: {
        Row: {
          color: string | null;
          completed_at: string | null;
          created_at: string;
          description: string | null;
          due_on: string | null;
          id: string;
          position: number;
          status: string;
          title: string;
          updated_at: string;
          user_id: string;
          vision_id: string | null;
        };
        ComputedFields: never;
        Insert: {
          color?: string | null;
          completed_at?: string | null;
          created_at?: string;
          description?: string | null;
          due_on?: string | null;
          id?: string;
          position?: number;
          status?: string;
          title: string;
          updated_at?: string;
          user_id: string;
          vision_id?: string | null;
        };
        Update: {
          color?: string | null;
          completed_at?: string | null;
          created_at?: string;
          description?: string | null;
          due_on?: string | null;
          id?: string;
          position?: number;
          status?: string;
          title?: string;
          updated_at?: string;
          user_id?: string;
          vision_id?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'projects_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'projects_vision_id_fkey';
            columns: ['user_id', 'vision_id'];
            isOneToOne: false;
            referencedRelation: 'visions';
            referencedColumns: ['user_id', 'id'];
          },
        ];
      };
      role_permissions: {
        Row: {
          created_at: string;
          permission_code: string;
          role_code: string;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          permission_code: string;
          role_code: string;
          updated_at?: string;
        };
        Update: {
          created_at?: string;
          permission_code?: string;
          role_code?: string;
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'role_permissions_permission_code_fkey';
            columns: ['permission_code'];
            isOneToOne: false;
            referencedRelation: 'permissions';
            referencedColumns: ['code'];
          },
          {
            foreignKeyName: 'role_permissions_role_code_fkey';
            columns: ['role_code'];
            isOneToOne: false;
            referencedRelation: 'roles';
            referencedColumns: ['code'];
          },
        ];
      };
      roles: {
        Row: {
          code: string;
          created_at: string;
          description: NonNullable<Json>;
          id: string;
          name: NonNullable<Json>;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          code: string;
          created_at?: string;
          description: NonNullable<Json>;
          id: string;
          name: NonNullable<Json>;
          updated_at?: string;
        };
        Update: {
          code?: string;
          created_at?: string;
          description?: NonNullable<Json>;
          id?: string;
          name?: NonNullable<Json>;
          updated_at?: string;
        };
        Relationships: [];
      };
      sync_conflicts: {
        Row: {
          client_value: NonNullable<Json>;
          column_name: string;
          created_at: string;
          decided_at: string | null;
          decision: string | null;
          device_id: string | null;
          id: string;
          resolution: string;
          row_id: string;
          rule: string;
          server_value: NonNullable<Json>;
          table_name: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          client_value: NonNullable<Json>;
          column_name: string;
          created_at?: string;
          decided_at?: string | null;
          decision?: string | null;
          device_id?: string | null;
          id?: string;
          resolution: string;
          row_id: string;
          rule: string;
          server_value: NonNullable<Json>;
          table_name: string;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          client_value?: NonNullable<Json>;
          column_name?: string;
          created_at?: string;
          decided_at?: string | null;
          decision?: string | null;
          device_id?: string | null;
          id?: string;
          resolution?: string;
          row_id?: string;
          rule?: string;
          server_value?: NonNullable<Json>;
          table_name?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'sync_conflicts_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      sync_devices: {
        Row: {
          app_version: string | null;
          created_at: string;
          id: string;
          last_cursor: number | null;
          last_push_at: string | null;
          last_push_timestamp: number | null;
          last_seen_at: string;
          name: string | null;
          platform: string | null;
          schema_version: number | null;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          app_version?: string | null;
          created_at?: string;
          id: string;
          last_cursor?: number | null;
          last_push_at?: string | null;
          last_push_timestamp?: number | null;
          last_seen_at?: string;
          name?: string | null;
          platform?: string | null;
          schema_version?: number | null;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          app_version?: string | null;
          created_at?: string;
          id?: string;
          last_cursor?: number | null;
          last_push_at?: string | null;
          last_push_timestamp?: number | null;
          last_seen_at?: string;
          name?: string | null;
          platform?: string | null;
          schema_version?: number | null;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'sync_devices_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      sync_rejections: {
        Row: {
          attempted_at: string;
          attempts: number;
          base_cursor: number | null;
          base_snapshot: string | null;
          code: string;
          created_at: string;
          detail: string | null;
          device_id: string;
          hint: string | null;
          id: string;
          message: string;
          payload: NonNullable<Json>;
          row_id: string;
          table_name: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          attempted_at?: string;
          attempts?: number;
          base_cursor?: number | null;
          base_snapshot?: string | null;
          code: string;
          created_at?: string;
          detail?: string | null;
          device_id: string;
          hint?: string | null;
          id?: string;
          message: string;
          payload: NonNullable<Json>;
          row_id: string;
          table_name: string;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          attempted_at?: string;
          attempts?: number;
          base_cursor?: number | null;
          base_snapshot?: string | null;
          code?: string;
          created_at?: string;
          detail?: string | null;
          device_id?: string;
          hint?: string | null;
          id?: string;
          message?: string;
          payload?: NonNullable<Json>;
          row_id?: string;
          table_name?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'sync_rejections_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      sync_runs: {
        Row: {
          accepted_count: number;
          byte_count: number;
          conflict_count: number;
          device_id: string | null;
          duration_ms: number;
          id: string;
          outcome: string;
          record_count: number;
          rejected_count: number;
          started_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          accepted_count: number;
          byte_count: number;
          conflict_count: number;
          device_id?: string | null;
          duration_ms: number;
          id?: string;
          outcome?: never;
          record_count: number;
          rejected_count: number;
          started_at?: string;
          user_id: string;
        };
        Update: {
          accepted_count?: number;
          byte_count?: number;
          conflict_count?: number;
          device_id?: string | null;
          duration_ms?: number;
          id?: string;
          outcome?: never;
          record_count?: number;
          rejected_count?: number;
          started_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'sync_runs_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      sync_runs_2026_11: {
        Row: {
          accepted_count: number;
          byte_count: number;
          conflict_count: number;
          device_id: string | null;
          duration_ms: number;
          id: string;
          outcome: string;
          record_count: number;
          rejected_count: number;
          started_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          accepted_count: number;
          byte_count: number;
          conflict_count: number;
          device_id?: string | null;
          duration_ms: number;
          id?: string;
          outcome?: never;
          record_count: number;
          rejected_count: number;
          started_at?: string;
          user_id: string;
        };
        Update: {
          accepted_count?: number;
          byte_count?: number;
          conflict_count?: number;
          device_id?: string | null;
          duration_ms?: number;
          id?: string;
          outcome?: never;
          record_count?: number;
          rejected_count?: number;
          started_at?: string;
          user_id?: string;
        };
        Relationships: [];
      };
      sync_runs_2026_12: {
        Row: {
          accepted_count: number;
          byte_count: number;
          conflict_count: number;
          device_id: string | null;
          duration_ms: number;
          id: string;
          outcome: string;
          record_count: number;
          rejected_count: number;
          started_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          accepted_count: number;
          byte_count: number;
          conflict_count: number;
          device_id?: string | null;
          duration_ms: number;
          id?: string;
          outcome?: never;
          record_count: number;
          rejected_count: number;
          started_at?: string;
          user_id: string;
        };
        Update: {
          accepted_count?: number;
          byte_count?: number;
          conflict_count?: number;
          device_id?: string | null;
          duration_ms?: number;
          id?: string;
          outcome?: never;
          record_count?: number;
          rejected_count?: number;
          started_at?: string;
          user_id?: string;
        };
        Relationships: [];
      };
      sync_runs_2027_01: {
        Row: {
          accepted_count: number;
          byte_count: number;
          conflict_count: number;
          device_id: string | null;
          duration_ms: number;
          id: string;
          outcome: string;
          record_count: number;
          rejected_count: number;
          started_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          accepted_count: number;
          byte_count: number;
          conflict_count: number;
          device_id?: string | null;
          duration_ms: number;
          id?: string;
          outcome?: never;
          record_count: number;
          rejected_count: number;
          started_at?: string;
          user_id: string;
        };
        Update: {
          accepted_count?: number;
          byte_count?: number;
          conflict_count?: number;
          device_id?: string | null;
          duration_ms?: number;
          id?: string;
          outcome?: never;
          record_count?: number;
          rejected_count?: number;
          started_at?: string;
          user_id?: string;
        };
        Relationships: [];
      };
      sync_runs_2027_02: {
        Row: {
          accepted_count: number;
          byte_count: number;
          conflict_count: number;
          device_id: string | null;
          duration_ms: number;
          id: string;
          outcome: string;
          record_count: number;
          rejected_count: number;
          started_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          accepted_count: number;
          byte_count: number;
          conflict_count: number;
          device_id?: string | null;
          duration_ms: number;
          id?: string;
          outcome?: never;
          record_count: number;
          rejected_count: number;
          started_at?: string;
          user_id: string;
        };
        Update: {
          accepted_count?: number;
          byte_count?: number;
          conflict_count?: number;
          device_id?: string | null;
          duration_ms?: number;
          id?: string;
          outcome?: never;
          record_count?: number;
          rejected_count?: number;
          started_at?: string;
          user_id?: string;
        };
        Relationships: [];
      };
      tasks: {
        Row: {
          completed_at: string | null;
          created_at: string;
          description: string | null;
          due_at: string | null;
          estimated_minutes: number | null;
          id: string;
          labels: string[];
          parent_task_id: string | null;
          position: number;
          priority: number;
          project_id: string | null;
          recurrence: string | null;
          status: string;
          title: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          completed_at?: string | null;
          created_at?: string;
          description?: string | null;
          due_at?: string | null;
          estimated_minutes?: number | null;
          id?: string;
          labels?: string[];
          parent_task_id?: string | null;
          position?: number;
          priority?: number;
          project_id?: string | null;
          recurrence?: string | null;
          status?: string;
          title: string;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          completed_at?: string | null;
          created_at?: string;
          description?: string | null;
          due_at?: string | null;
          estimated_minutes?: number | null;
          id?: string;
          labels?: string[];
          parent_task_id?: string | null;
          position?: number;
          priority?: number;
          project_id?: string | null;
          recurrence?: string | null;
          status?: string;
          title?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'tasks_parent_task_id_fkey';
            columns: ['user_id', 'parent_task_id'];
            isOneToOne: false;
            referencedRelation: 'tasks';
            referencedColumns: ['user_id', 'id'];
          },
          {
            foreignKeyName: 'tasks_project_id_fkey';
            columns: ['user_id', 'project_id'];
            isOneToOne: false;
            referencedRelation: 'projects';
            referencedColumns: ['user_id', 'id'];
          },
          {
            foreignKeyName: 'tasks_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      user_achievements: {
        Row: {
          achievement_id: string;
          created_at: string;
          id: string;
          progress_value: number;
          unlocked_at: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          achievement_id: string;
          created_at?: string;
          id?: never;
          progress_value: number;
          unlocked_at: string;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          achievement_id?: string;
          created_at?: string;
          id?: never;
          progress_value?: number;
          unlocked_at?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'user_achievements_achievement_id_fkey';
            columns: ['achievement_id'];
            isOneToOne: false;
            referencedRelation: 'achievements';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'user_achievements_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      user_preferences: {
        Row: {
          achievement_notifications: boolean;
          analytics_participation: boolean;
          conflict_notifications: boolean;
          created_at: string;
          difficulty_preference: string;
          email_notifications: boolean;
          emotional_data_usage: boolean;
          emotional_support_level: string;
          explanation_style: string;
          feedback_frequency: string;
          id: string;
          language: string | null;
          learning_data_sharing: boolean;
          progress_updates: boolean;
          public_profile: boolean;
          push_notifications: boolean;
          reduced_motion: boolean;
          study_reminders: boolean;
          text_size: string;
          theme: string;
          updated_at: string;
          user_id: string;
          week_starts_on: number;
        };
        ComputedFields: never;
        Insert: {
          achievement_notifications?: boolean;
          analytics_participation?: boolean;
          conflict_notifications?: boolean;
          created_at?: string;
          difficulty_preference?: string;
          email_notifications?: boolean;
          emotional_data_usage?: boolean;
          emotional_support_level?: string;
          explanation_style?: string;
          feedback_frequency?: string;
          id: string;
          language?: string | null;
          learning_data_sharing?: boolean;
          progress_updates?: boolean;
          public_profile?: boolean;
          push_notifications?: boolean;
          reduced_motion?: boolean;
          study_reminders?: boolean;
          text_size?: string;
          theme?: string;
          updated_at?: string;
          user_id: string;
          week_starts_on?: number;
        };
        Update: {
          achievement_notifications?: boolean;
          analytics_participation?: boolean;
          conflict_notifications?: boolean;
          created_at?: string;
          difficulty_preference?: string;
          email_notifications?: boolean;
          emotional_data_usage?: boolean;
          emotional_support_level?: string;
          explanation_style?: string;
          feedback_frequency?: string;
          id?: string;
          language?: string | null;
          learning_data_sharing?: boolean;
          progress_updates?: boolean;
          public_profile?: boolean;
          push_notifications?: boolean;
          reduced_motion?: boolean;
          study_reminders?: boolean;
          text_size?: string;
          theme?: string;
          updated_at?: string;
          user_id?: string;
          week_starts_on?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'user_preferences_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      user_progress: {
        Row: {
          created_at: string;
          current_streak: number;
          id: string;
          last_completed_on: string | null;
          longest_streak: number;
          total_actions_completed: number;
          total_days_completed: number;
          total_time_invested_minutes: number;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          current_streak?: number;
          id?: never;
          last_completed_on?: string | null;
          longest_streak?: number;
          total_actions_completed?: number;
          total_days_completed?: number;
          total_time_invested_minutes?: number;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          created_at?: string;
          current_streak?: number;
          id?: never;
          last_completed_on?: string | null;
          longest_streak?: number;
          total_actions_completed?: number;
          total_days_completed?: number;
          total_time_invested_minutes?: number;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'user_progress_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      user_roles: {
        Row: {
          assigned_at: string;
          assigned_by: string | null;
          created_at: string;
          id: string;
          role_code: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          assigned_at?: string;
          assigned_by?: string | null;
          created_at?: string;
          id?: string;
          role_code: string;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          assigned_at?: string;
          assigned_by?: string | null;
          created_at?: string;
          id?: string;
          role_code?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'user_roles_assigned_by_fkey';
            columns: ['assigned_by'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'user_roles_role_code_fkey';
            columns: ['role_code'];
            isOneToOne: false;
            referencedRelation: 'roles';
            referencedColumns: ['code'];
          },
          {
            foreignKeyName: 'user_roles_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      users: {
        Row: {
          account_status: string;
          age_band: string | null;
          avatar_url: string | null;
          country: string | null;
          created_at: string;
          deleted_at: string | null;
          display_name: string | null;
          education_level: string | null;
          first_name: string | null;
          id: string;
          last_name: string | null;
          last_seen_at: string | null;
          learning_goals: string[];
          locale: string;
          onboarding_completed_at: string | null;
          region: string | null;
          subjects_of_interest: string[];
          timezone: string;
          trial_ends_at: string | null;
          updated_at: string;
          username: string | null;
        };
        ComputedFields: never;
        Insert: {
          account_status?: string;
          age_band?: string | null;
          avatar_url?: string | null;
          country?: string | null;
          created_at?: string;
          deleted_at?: string | null;
          display_name?: string | null;
          education_level?: string | null;
          first_name?: string | null;
          id: string;
          last_name?: string | null;
          last_seen_at?: string | null;
          learning_goals?: string[];
          locale?: string;
          onboarding_completed_at?: string | null;
          region?: string | null;
          subjects_of_interest?: string[];
          timezone?: string;
          trial_ends_at?: string | null;
          updated_at?: string;
          username?: string | null;
        };
        Update: {
          account_status?: string;
          age_band?: string | null;
          avatar_url?: string | null;
          country?: string | null;
          created_at?: string;
          deleted_at?: string | null;
          display_name?: string | null;
          education_level?: string | null;
          first_name?: string | null;
          id?: string;
          last_name?: string | null;
          last_seen_at?: string | null;
          learning_goals?: string[];
          locale?: string;
          onboarding_completed_at?: string | null;
          region?: string | null;
          subjects_of_interest?: string[];
          timezone?: string;
          trial_ends_at?: string | null;
          updated_at?: string;
          username?: string | null;
        };
        Relationships: [];
      };
      vision_milestones: {
        Row: {
          completed_at: string | null;
          created_at: string;
          description: string | null;
          id: string;
          position: number;
          target_on: string | null;
          title: string;
          updated_at: string;
          user_id: string;
          vision_id: string;
        };
        ComputedFields: never;
        Insert: {
          completed_at?: string | null;
          created_at?: string;
          description?: string | null;
          id?: string;
          position?: number;
          target_on?: string | null;
          title: string;
          updated_at?: string;
          user_id: string;
          vision_id: string;
        };
        Update: {
          completed_at?: string | null;
          created_at?: string;
          description?: string | null;
          id?: string;
          position?: number;
          target_on?: string | null;
          title?: string;
          updated_at?: string;
          user_id?: string;
          vision_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'vision_milestones_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'vision_milestones_vision_id_fkey';
            columns: ['user_id', 'vision_id'];
            isOneToOne: false;
            referencedRelation: 'visions';
            referencedColumns: ['user_id', 'id'];
          },
        ];
      };
      visions: {
        Row: {
          ai_analysis: Json | null;
          ai_summary: string | null;
          analysed_at: string | null;
          category: string;
          completed_at: string | null;
          created_at: string;
          description: string | null;
          horizon_years: number;
          id: string;
          position: number;
          priority: number;
          status: string;
          target_on: string | null;
          time_allocation_minutes: number | null;
          title: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          ai_analysis?: Json | null;
          ai_summary?: string | null;
          analysed_at?: string | null;
          category: string;
          completed_at?: string | null;
          created_at?: string;
          description?: string | null;
          horizon_years?: number;
          id?: string;
          position?: number;
          priority?: number;
          status?: string;
          target_on?: string | null;
          time_allocation_minutes?: number | null;
          title: string;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          ai_analysis?: Json | null;
          ai_summary?: string | null;
          analysed_at?: string | null;
          category?: string;
          completed_at?: string | null;
          created_at?: string;
          description?: string | null;
          horizon_years?: number;
          id?: string;
          position?: number;
          priority?: number;
          status?: string;
          target_on?: string | null;
          time_allocation_minutes?: number | null;
          title?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'visions_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
    };
    Views: {
      [_ in never]: never;
    };
    Functions: {
      assign_role: { Args: { role: string; user_id: string }; Returns: undefined };
      find_user_by_email: {
        Args: { email: string };
        Returns: {
          account_status: string;
          created_at: string;
          display_name: string;
          email: string;
          id: string;
          last_seen_at: string;
          role_codes: string[];
          username: string;
        }[];
      };
      list_my_sessions: {
        Args: Record<PropertyKey, never>;
        Returns: {
          aal: string;
          created_at: string;
          expires_at: string;
          ip: unknown;
          is_current: boolean;
          refreshed_at: string;
          session_id: string;
          user_agent: string;
        }[];
      };
      my_permissions: { Args: Record<PropertyKey, never>; Returns: string[] };
      pull_changes_optimized: {
        Args: {
          last_pulled_at?: number;
          migration?: Json;
          optimization_hints?: Json;
          schema_version?: number;
          user_type?: string;
        };
        Returns: Json;
      };
      push_changes: {
        Args: {
          base_pulled_at?: number;
          base_snapshot?: string;
          changes: Json;
          client_time?: number;
          device_id?: string;
          last_pulled_at?: number;
          last_pushed_at?: number;
          push_id?: string;
        };
        Returns: Json;
      };
      register_device: {
        Args: {
          app_version?: string;
          id: string;
          name?: string;
          platform?: string;
          schema_version?: number;
        };
        Returns: undefined;
      };
      reinstate_user: { Args: { user_id: string }; Returns: undefined };
      resolve_conflict: { Args: { choice: string; id: string }; Returns: undefined };
      revoke_other_sessions: { Args: Record<PropertyKey, never>; Returns: number };
      revoke_role: { Args: { role: string; user_id: string }; Returns: undefined };
      revoke_session: { Args: { session_id: string }; Returns: undefined };
      search_users: {
        Args: { max_rows?: number; query: string };
        Returns: {
          account_status: string;
          created_at: string;
          display_name: string;
          email: string;
          id: string;
          last_seen_at: string;
          role_codes: string[];
          username: string;
        }[];
      };
      suspend_user: { Args: { user_id: string }; Returns: undefined };
    };
    Enums: {
      [_ in never]: never;
    };
    CompositeTypes: {
      [_ in never]: never;
    };
  };
};

type DatabaseWithoutInternals = Omit<Database, '__InternalSupabase'>;

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, 'public'>];

export type Tables<
  DefaultSchemaTableNameOrOptions extends
    | keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
        DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
      DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])[TableName] extends {
      Row: infer R;
    }
    ? R
    : never
  : DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
    ? (DefaultSchema['Tables'] & DefaultSchema['Views'])[DefaultSchemaTableNameOrOptions] extends {
        Row: infer R;
      }
      ? R
      : never
    : never;

export type TablesInsert<
  DefaultSchemaTableNameOrOptions extends
    keyof DefaultSchema['Tables'] | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
      Insert: infer I;
    }
    ? I
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
    ? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
        Insert: infer I;
      }
      ? I
      : never
    : never;

export type TablesUpdate<
  DefaultSchemaTableNameOrOptions extends
    keyof DefaultSchema['Tables'] | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
      Update: infer U;
    }
    ? U
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
    ? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
        Update: infer U;
      }
      ? U
      : never
    : never;

export type Enums<
  DefaultSchemaEnumNameOrOptions extends
    keyof DefaultSchema['Enums'] | { schema: keyof DatabaseWithoutInternals },
  EnumName extends (DefaultSchemaEnumNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums']
    : never) = never,
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums'][EnumName]
  : DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema['Enums']
    ? DefaultSchema['Enums'][DefaultSchemaEnumNameOrOptions]
    : never;

export type CompositeTypes<
  PublicCompositeTypeNameOrOptions extends
    keyof DefaultSchema['CompositeTypes'] | { schema: keyof DatabaseWithoutInternals },
  CompositeTypeName extends (PublicCompositeTypeNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes']
    : never) = never,
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes'][CompositeTypeName]
  : PublicCompositeTypeNameOrOptions extends keyof DefaultSchema['CompositeTypes']
    ? DefaultSchema['CompositeTypes'][PublicCompositeTypeNameOrOptions]
    : never;

export const Constants = {
  public: {
    Enums: {},
  },
} as const;
