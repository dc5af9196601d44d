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
      ai_interactions: {
        Row: {
          coaching_session_id: string | null;
          conversation_id: string | null;
          cost_currency: string;
          cost_micros: number;
          error_code: string | null;
          finished_at: string | null;
          id: string;
          is_cache_hit: boolean;
          latency_ms: number | null;
          learning_session_id: string | null;
          message_id: string | null;
          model: string;
          outcome: string;
          provider: string;
          purpose: string;
          quality_score: number | null;
          started_at: string;
          tokens_in: number;
          tokens_out: number;
          tokens_used: number;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          coaching_session_id?: string | null;
          conversation_id?: string | null;
          cost_currency?: string;
          cost_micros?: number;
          error_code?: string | null;
          finished_at?: string | null;
          id: string;
          is_cache_hit?: boolean;
          latency_ms?: number | null;
          learning_session_id?: string | null;
          message_id?: string | null;
          model: string;
          outcome: string;
          provider: string;
          purpose: string;
          quality_score?: number | null;
          started_at?: string;
          tokens_in?: number;
          tokens_out?: number;
          tokens_used?: never;
          user_id: string;
        };
        Update: {
          coaching_session_id?: string | null;
          conversation_id?: string | null;
          cost_currency?: string;
          cost_micros?: number;
          error_code?: string | null;
          finished_at?: string | null;
          id?: string;
          is_cache_hit?: boolean;
          latency_ms?: number | null;
          learning_session_id?: string | null;
          message_id?: string | null;
          model?: string;
          outcome?: string;
          provider?: string;
          purpose?: string;
          quality_score?: number | null;
          started_at?: string;
          tokens_in?: number;
          tokens_out?: number;
          tokens_used?: never;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'ai_interactions_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      ai_interactions_2026_10: {
        Row: {
          coaching_session_id: string | null;
          conversation_id: string | null;
          cost_currency: string;
          cost_micros: number;
          error_code: string | null;
          finished_at: string | null;
          id: string;
          is_cache_hit: boolean;
          latency_ms: number | null;
          learning_session_id: string | null;
          message_id: string | null;
          model: string;
          outcome: string;
          provider: string;
          purpose: string;
          quality_score: number | null;
          started_at: string;
          tokens_in: number;
          tokens_out: number;
          tokens_used: number;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          coaching_session_id?: string | null;
          conversation_id?: string | null;
          cost_currency?: string;
          cost_micros?: number;
          error_code?: string | null;
          finished_at?: string | null;
          id: string;
          is_cache_hit?: boolean;
          latency_ms?: number | null;
          learning_session_id?: string | null;
          message_id?: string | null;
          model: string;
          outcome: string;
          provider: string;
          purpose: string;
          quality_score?: number | null;
          started_at?: string;
          tokens_in?: number;
          tokens_out?: number;
          tokens_used?: never;
          user_id: string;
        };
        Update: {
          coaching_session_id?: string | null;
          conversation_id?: string | null;
          cost_currency?: string;
          cost_micros?: number;
          error_code?: string | null;
          finished_at?: string | null;
          id?: string;
          is_cache_hit?: boolean;
          latency_ms?: number | null;
          learning_session_id?: string | null;
          message_id?: string | null;
          model?: string;
          outcome?: string;
          provider?: string;
          purpose?: string;
          quality_score?: number | null;
          started_at?: string;
          tokens_in?: number;
          tokens_out?: number;
          tokens_used?: never;
          user_id?: string;
        };
        Relationships: [];
      };
      ai_interactions_2026_11: {
        Row: {
          coaching_session_id: string | null;
          conversation_id: string | null;
          cost_currency: string;
          cost_micros: number;
          error_code: string | null;
          finished_at: string | null;
          id: string;
          is_cache_hit: boolean;
          latency_ms: number | null;
          learning_session_id: string | null;
          message_id: string | null;
          model: string;
          outcome: string;
          provider: string;
          purpose: string;
          quality_score: number | null;
          started_at: string;
          tokens_in: number;
          tokens_out: number;
          tokens_used: number;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          coaching_session_id?: string | null;
          conversation_id?: string | null;
          cost_currency?: string;
          cost_micros?: number;
          error_code?: string | null;
          finished_at?: string | null;
          id: string;
          is_cache_hit?: boolean;
          latency_ms?: number | null;
          learning_session_id?: string | null;
          message_id?: string | null;
          model: string;
          outcome: string;
          provider: string;
          purpose: string;
          quality_score?: number | null;
          started_at?: string;
          tokens_in?: number;
          tokens_out?: number;
          tokens_used?: never;
          user_id: string;
        };
        Update: {
          coaching_session_id?: string | null;
          conversation_id?: string | null;
          cost_currency?: string;
          cost_micros?: number;
          error_code?: string | null;
          finished_at?: string | null;
          id?: string;
          is_cache_hit?: boolean;
          latency_ms?: number | null;
          learning_session_id?: string | null;
          message_id?: string | null;
          model?: string;
          outcome?: string;
          provider?: string;
          purpose?: string;
          quality_score?: number | null;
          started_at?: string;
          tokens_in?: number;
          tokens_out?: number;
          tokens_used?: never;
          user_id?: string;
        };
        Relationships: [];
      };
      ai_interactions_2026_12: {
        Row: {
          coaching_session_id: string | null;
          conversation_id: string | null;
          cost_currency: string;
          cost_micros: number;
          error_code: string | null;
          finished_at: string | null;
          id: string;
          is_cache_hit: boolean;
          latency_ms: number | null;
          learning_session_id: string | null;
          message_id: string | null;
          model: string;
          outcome: string;
          provider: string;
          purpose: string;
          quality_score: number | null;
          started_at: string;
          tokens_in: number;
          tokens_out: number;
          tokens_used: number;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          coaching_session_id?: string | null;
          conversation_id?: string | null;
          cost_currency?: string;
          cost_micros?: number;
          error_code?: string | null;
          finished_at?: string | null;
          id: string;
          is_cache_hit?: boolean;
          latency_ms?: number | null;
          learning_session_id?: string | null;
          message_id?: string | null;
          model: string;
          outcome: string;
          provider: string;
          purpose: string;
          quality_score?: number | null;
          started_at?: string;
          tokens_in?: number;
          tokens_out?: number;
          tokens_used?: never;
          user_id: string;
        };
        Update: {
          coaching_session_id?: string | null;
          conversation_id?: string | null;
          cost_currency?: string;
          cost_micros?: number;
          error_code?: string | null;
          finished_at?: string | null;
          id?: string;
          is_cache_hit?: boolean;
          latency_ms?: number | null;
          learning_session_id?: string | null;
          message_id?: string | null;
          model?: string;
          outcome?: string;
          provider?: string;
          purpose?: string;
          quality_score?: number | null;
          started_at?: string;
          tokens_in?: number;
          tokens_out?: number;
          tokens_used?: never;
          user_id?: string;
        };
        Relationships: [];
      };
      ai_interactions_2027_01: {
        Row: {
          coaching_session_id: string | null;
          conversation_id: string | null;
          cost_currency: string;
          cost_micros: number;
          error_code: string | null;
          finished_at: string | null;
          id: string;
          is_cache_hit: boolean;
          latency_ms: number | null;
          learning_session_id: string | null;
          message_id: string | null;
          model: string;
          outcome: string;
          provider: string;
          purpose: string;
          quality_score: number | null;
          started_at: string;
          tokens_in: number;
          tokens_out: number;
          tokens_used: number;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          coaching_session_id?: string | null;
          conversation_id?: string | null;
          cost_currency?: string;
          cost_micros?: number;
          error_code?: string | null;
          finished_at?: string | null;
          id: string;
          is_cache_hit?: boolean;
          latency_ms?: number | null;
          learning_session_id?: string | null;
          message_id?: string | null;
          model: string;
          outcome: string;
          provider: string;
          purpose: string;
          quality_score?: number | null;
          started_at?: string;
          tokens_in?: number;
          tokens_out?: number;
          tokens_used?: never;
          user_id: string;
        };
        Update: {
          coaching_session_id?: string | null;
          conversation_id?: string | null;
          cost_currency?: string;
          cost_micros?: number;
          error_code?: string | null;
          finished_at?: string | null;
          id?: string;
          is_cache_hit?: boolean;
          latency_ms?: number | null;
          learning_session_id?: string | null;
          message_id?: string | null;
          model?: string;
          outcome?: string;
          provider?: string;
          purpose?: string;
          quality_score?: number | null;
          started_at?: string;
          tokens_in?: number;
          tokens_out?: number;
          tokens_used?: never;
          user_id?: string;
        };
        Relationships: [];
      };
      ai_interactions_2027_02: {
        Row: {
          coaching_session_id: string | null;
          conversation_id: string | null;
          cost_currency: string;
          cost_micros: number;
          error_code: string | null;
          finished_at: string | null;
          id: string;
          is_cache_hit: boolean;
          latency_ms: number | null;
          learning_session_id: string | null;
          message_id: string | null;
          model: string;
          outcome: string;
          provider: string;
          purpose: string;
          quality_score: number | null;
          started_at: string;
          tokens_in: number;
          tokens_out: number;
          tokens_used: number;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          coaching_session_id?: string | null;
          conversation_id?: string | null;
          cost_currency?: string;
          cost_micros?: number;
          error_code?: string | null;
          finished_at?: string | null;
          id: string;
          is_cache_hit?: boolean;
          latency_ms?: number | null;
          learning_session_id?: string | null;
          message_id?: string | null;
          model: string;
          outcome: string;
          provider: string;
          purpose: string;
          quality_score?: number | null;
          started_at?: string;
          tokens_in?: number;
          tokens_out?: number;
          tokens_used?: never;
          user_id: string;
        };
        Update: {
          coaching_session_id?: string | null;
          conversation_id?: string | null;
          cost_currency?: string;
          cost_micros?: number;
          error_code?: string | null;
          finished_at?: string | null;
          id?: string;
          is_cache_hit?: boolean;
          latency_ms?: number | null;
          learning_session_id?: string | null;
          message_id?: string | null;
          model?: string;
          outcome?: string;
          provider?: string;
          purpose?: string;
          quality_score?: number | null;
          started_at?: string;
          tokens_in?: number;
          tokens_out?: number;
          tokens_used?: never;
          user_id?: string;
        };
        Relationships: [];
      };
      ai_recommendations: {
        Row: {
          ai_reasoning: string | null;
          body: string | null;
          confidence: number | null;
          created_at: string;
          decided_at: string | null;
          done_at: string | null;
          estimated_minutes: number | null;
          expires_at: string | null;
          id: string;
          importance: number;
          kind: string;
          locale: string;
          mbti_type: string | null;
          seen_at: string | null;
          session_id: string | null;
          state: string;
          suggested_on: string | null;
          target_id: string | null;
          target_table: string | null;
          title: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          ai_reasoning?: string | null;
          body?: string | null;
          confidence?: number | null;
          created_at?: string;
          decided_at?: string | null;
          done_at?: string | null;
          estimated_minutes?: number | null;
          expires_at?: string | null;
          id?: string;
          importance?: number;
          kind: string;
          locale?: string;
          mbti_type?: string | null;
          seen_at?: string | null;
          session_id?: string | null;
          state?: string;
          suggested_on?: string | null;
          target_id?: string | null;
          target_table?: string | null;
          title: string;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          ai_reasoning?: string | null;
          body?: string | null;
          confidence?: number | null;
          created_at?: string;
          decided_at?: string | null;
          done_at?: string | null;
          estimated_minutes?: number | null;
          expires_at?: string | null;
          id?: string;
          importance?: number;
          kind?: string;
          locale?: string;
          mbti_type?: string | null;
          seen_at?: string | null;
          session_id?: string | null;
          state?: string;
          suggested_on?: string | null;
          target_id?: string | null;
          target_table?: string | null;
          title?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'ai_recommendations_session_id_fkey';
            columns: ['user_id', 'session_id'];
            isOneToOne: false;
            referencedRelation: 'coaching_sessions';
            referencedColumns: ['user_id', 'id'];
          },
          {
            foreignKeyName: 'ai_recommendations_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      ai_usage_periods: {
        Row: {
          created_at: string;
          id: string;
          queries_limit: number | null;
          queries_used: number;
          resets_at: string;
          starts_at: string;
          tokens_used: number;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          id?: string;
          queries_limit?: number | null;
          queries_used?: number;
          resets_at: string;
          starts_at: string;
          tokens_used?: number;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          created_at?: string;
          id?: string;
          queries_limit?: number | null;
          queries_used?: number;
          resets_at?: string;
          starts_at?: string;
          tokens_used?: number;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'ai_usage_periods_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      analytics_events: {
        Row: {
          app_version: string | null;
          category: string;
          created_at: string;
          device_type: string | null;
          duration_ms: number | null;
          feature: string | null;
          id: string;
          mbti_type: string | null;
          name: string;
          occurred_at: string;
          occurred_on: string;
          platform: string | null;
          properties: NonNullable<Json>;
          screen: string | null;
          session_id: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          app_version?: string | null;
          category?: string;
          created_at?: string;
          device_type?: string | null;
          duration_ms?: number | null;
          feature?: string | null;
          id?: string;
          mbti_type?: string | null;
          name: string;
          occurred_at: string;
          occurred_on: string;
          platform?: string | null;
          properties?: NonNullable<Json>;
          screen?: string | null;
          session_id: string;
          user_id: string;
        };
        Update: {
          app_version?: string | null;
          category?: string;
          created_at?: string;
          device_type?: string | null;
          duration_ms?: number | null;
          feature?: string | null;
          id?: string;
          mbti_type?: string | null;
          name?: string;
          occurred_at?: string;
          occurred_on?: string;
          platform?: string | null;
          properties?: NonNullable<Json>;
          screen?: string | null;
          session_id?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'analytics_events_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      analytics_events_2026_08: {
        Row: {
          app_version: string | null;
          category: string;
          created_at: string;
          device_type: string | null;
          duration_ms: number | null;
          feature: string | null;
          id: string;
          mbti_type: string | null;
          name: string;
          occurred_at: string;
          occurred_on: string;
          platform: string | null;
          properties: NonNullable<Json>;
          screen: string | null;
          session_id: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          app_version?: string | null;
          category?: string;
          created_at?: string;
          device_type?: string | null;
          duration_ms?: number | null;
          feature?: string | null;
          id?: string;
          mbti_type?: string | null;
          name: string;
          occurred_at: string;
          occurred_on: string;
          platform?: string | null;
          properties?: NonNullable<Json>;
          screen?: string | null;
          session_id: string;
          user_id: string;
        };
        Update: {
          app_version?: string | null;
          category?: string;
          created_at?: string;
          device_type?: string | null;
          duration_ms?: number | null;
          feature?: string | null;
          id?: string;
          mbti_type?: string | null;
          name?: string;
          occurred_at?: string;
          occurred_on?: string;
          platform?: string | null;
          properties?: NonNullable<Json>;
          screen?: string | null;
          session_id?: string;
          user_id?: string;
        };
        Relationships: [];
      };
      analytics_events_2026_09: {
        Row: {
          app_version: string | null;
          category: string;
          created_at: string;
          device_type: string | null;
          duration_ms: number | null;
          feature: string | null;
          id: string;
          mbti_type: string | null;
          name: string;
          occurred_at: string;
          occurred_on: string;
          platform: string | null;
          properties: NonNullable<Json>;
          screen: string | null;
          session_id: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          app_version?: string | null;
          category?: string;
          created_at?: string;
          device_type?: string | null;
          duration_ms?: number | null;
          feature?: string | null;
          id?: string;
          mbti_type?: string | null;
          name: string;
          occurred_at: string;
          occurred_on: string;
          platform?: string | null;
          properties?: NonNullable<Json>;
          screen?: string | null;
          session_id: string;
          user_id: string;
        };
        Update: {
          app_version?: string | null;
          category?: string;
          created_at?: string;
          device_type?: string | null;
          duration_ms?: number | null;
          feature?: string | null;
          id?: string;
          mbti_type?: string | null;
          name?: string;
          occurred_at?: string;
          occurred_on?: string;
          platform?: string | null;
          properties?: NonNullable<Json>;
          screen?: string | null;
          session_id?: string;
          user_id?: string;
        };
        Relationships: [];
      };
      analytics_events_2026_10: {
        Row: {
          app_version: string | null;
          category: string;
          created_at: string;
          device_type: string | null;
          duration_ms: number | null;
          feature: string | null;
          id: string;
          mbti_type: string | null;
          name: string;
          occurred_at: string;
          occurred_on: string;
          platform: string | null;
          properties: NonNullable<Json>;
          screen: string | null;
          session_id: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          app_version?: string | null;
          category?: string;
          created_at?: string;
          device_type?: string | null;
          duration_ms?: number | null;
          feature?: string | null;
          id?: string;
          mbti_type?: string | null;
          name: string;
          occurred_at: string;
          occurred_on: string;
          platform?: string | null;
          properties?: NonNullable<Json>;
          screen?: string | null;
          session_id: string;
          user_id: string;
        };
        Update: {
          app_version?: string | null;
          category?: string;
          created_at?: string;
          device_type?: string | null;
          duration_ms?: number | null;
          feature?: string | null;
          id?: string;
          mbti_type?: string | null;
          name?: string;
          occurred_at?: string;
          occurred_on?: string;
          platform?: string | null;
          properties?: NonNullable<Json>;
          screen?: string | null;
          session_id?: string;
          user_id?: string;
        };
        Relationships: [];
      };
      analytics_events_2026_11: {
        Row: {
          app_version: string | null;
          category: string;
          created_at: string;
          device_type: string | null;
          duration_ms: number | null;
          feature: string | null;
          id: string;
          mbti_type: string | null;
          name: string;
          occurred_at: string;
          occurred_on: string;
          platform: string | null;
          properties: NonNullable<Json>;
          screen: string | null;
          session_id: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          app_version?: string | null;
          category?: string;
          created_at?: string;
          device_type?: string | null;
          duration_ms?: number | null;
          feature?: string | null;
          id?: string;
          mbti_type?: string | null;
          name: string;
          occurred_at: string;
          occurred_on: string;
          platform?: string | null;
          properties?: NonNullable<Json>;
          screen?: string | null;
          session_id: string;
          user_id: string;
        };
        Update: {
          app_version?: string | null;
          category?: string;
          created_at?: string;
          device_type?: string | null;
          duration_ms?: number | null;
          feature?: string | null;
          id?: string;
          mbti_type?: string | null;
          name?: string;
          occurred_at?: string;
          occurred_on?: string;
          platform?: string | null;
          properties?: NonNullable<Json>;
          screen?: string | null;
          session_id?: string;
          user_id?: string;
        };
        Relationships: [];
      };
      analytics_events_2026_12: {
        Row: {
          app_version: string | null;
          category: string;
          created_at: string;
          device_type: string | null;
          duration_ms: number | null;
          feature: string | null;
          id: string;
          mbti_type: string | null;
          name: string;
          occurred_at: string;
          occurred_on: string;
          platform: string | null;
          properties: NonNullable<Json>;
          screen: string | null;
          session_id: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          app_version?: string | null;
          category?: string;
          created_at?: string;
          device_type?: string | null;
          duration_ms?: number | null;
          feature?: string | null;
          id?: string;
          mbti_type?: string | null;
          name: string;
          occurred_at: string;
          occurred_on: string;
          platform?: string | null;
          properties?: NonNullable<Json>;
          screen?: string | null;
          session_id: string;
          user_id: string;
        };
        Update: {
          app_version?: string | null;
          category?: string;
          created_at?: string;
          device_type?: string | null;
          duration_ms?: number | null;
          feature?: string | null;
          id?: string;
          mbti_type?: string | null;
          name?: string;
          occurred_at?: string;
          occurred_on?: string;
          platform?: string | null;
          properties?: NonNullable<Json>;
          screen?: string | null;
          session_id?: string;
          user_id?: string;
        };
        Relationships: [];
      };
      analytics_events_2027_01: {
        Row: {
          app_version: string | null;
          category: string;
          created_at: string;
          device_type: string | null;
          duration_ms: number | null;
          feature: string | null;
          id: string;
          mbti_type: string | null;
          name: string;
          occurred_at: string;
          occurred_on: string;
          platform: string | null;
          properties: NonNullable<Json>;
          screen: string | null;
          session_id: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          app_version?: string | null;
          category?: string;
          created_at?: string;
          device_type?: string | null;
          duration_ms?: number | null;
          feature?: string | null;
          id?: string;
          mbti_type?: string | null;
          name: string;
          occurred_at: string;
          occurred_on: string;
          platform?: string | null;
          properties?: NonNullable<Json>;
          screen?: string | null;
          session_id: string;
          user_id: string;
        };
        Update: {
          app_version?: string | null;
          category?: string;
          created_at?: string;
          device_type?: string | null;
          duration_ms?: number | null;
          feature?: string | null;
          id?: string;
          mbti_type?: string | null;
          name?: string;
          occurred_at?: string;
          occurred_on?: string;
          platform?: string | null;
          properties?: NonNullable<Json>;
          screen?: string | null;
          session_id?: string;
          user_id?: string;
        };
        Relationships: [];
      };
      analytics_events_2027_02: {
        Row: {
          app_version: string | null;
          category: string;
          created_at: string;
          device_type: string | null;
          duration_ms: number | null;
          feature: string | null;
          id: string;
          mbti_type: string | null;
          name: string;
          occurred_at: string;
          occurred_on: string;
          platform: string | null;
          properties: NonNullable<Json>;
          screen: string | null;
          session_id: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          app_version?: string | null;
          category?: string;
          created_at?: string;
          device_type?: string | null;
          duration_ms?: number | null;
          feature?: string | null;
          id?: string;
          mbti_type?: string | null;
          name: string;
          occurred_at: string;
          occurred_on: string;
          platform?: string | null;
          properties?: NonNullable<Json>;
          screen?: string | null;
          session_id: string;
          user_id: string;
        };
        Update: {
          app_version?: string | null;
          category?: string;
          created_at?: string;
          device_type?: string | null;
          duration_ms?: number | null;
          feature?: string | null;
          id?: string;
          mbti_type?: string | null;
          name?: string;
          occurred_at?: string;
          occurred_on?: string;
          platform?: string | null;
          properties?: NonNullable<Json>;
          screen?: string | null;
          session_id?: string;
          user_id?: string;
        };
        Relationships: [];
      };
      assessment_answers: {
        Row: {
          attempt_id: string;
          created_at: string;
          id: string;
          question_id: string;
          updated_at: string;
          user_id: string;
          value: number;
        };
        ComputedFields: never;
        Insert: {
          attempt_id: string;
          created_at?: string;
          id: string;
          question_id: string;
          updated_at?: string;
          user_id: string;
          value: number;
        };
        Update: {
          attempt_id?: string;
          created_at?: string;
          id?: string;
          question_id?: string;
          updated_at?: string;
          user_id?: string;
          value?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'assessment_answers_attempt_id_fkey';
            columns: ['user_id', 'attempt_id'];
            isOneToOne: false;
            referencedRelation: 'assessment_attempts';
            referencedColumns: ['user_id', 'id'];
          },
          {
            foreignKeyName: 'assessment_answers_question_id_fkey';
            columns: ['question_id'];
            isOneToOne: false;
            referencedRelation: 'assessment_questions';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'assessment_answers_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      assessment_attempts: {
        Row: {
          assessment_id: string;
          completed_at: string | null;
          created_at: string;
          id: string;
          missing_answers: number | null;
          scored_at: string | null;
          scores: Json | null;
          started_at: string;
          status: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          assessment_id: string;
          completed_at?: string | null;
          created_at?: string;
          id?: string;
          missing_answers?: number | null;
          scored_at?: string | null;
          scores?: Json | null;
          started_at?: string;
          status?: string;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          assessment_id?: string;
          completed_at?: string | null;
          created_at?: string;
          id?: string;
          missing_answers?: number | null;
          scored_at?: string | null;
          scores?: Json | null;
          started_at?: string;
          status?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'assessment_attempts_assessment_id_fkey';
            columns: ['assessment_id'];
            isOneToOne: false;
            referencedRelation: 'assessments';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'assessment_attempts_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      assessment_questions: {
        Row: {
          assessment_id: string;
          code: string;
          created_at: string;
          direction: number;
          id: string;
          is_required: boolean;
          position: number;
          prompt: NonNullable<Json>;
          scale_code: string;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          assessment_id: string;
          code: string;
          created_at?: string;
          direction?: number;
          id: string;
          is_required?: boolean;
          position: number;
          prompt: NonNullable<Json>;
          scale_code: string;
          updated_at?: string;
        };
        Update: {
          assessment_id?: string;
          code?: string;
          created_at?: string;
          direction?: number;
          id?: string;
          is_required?: boolean;
          position?: number;
          prompt?: NonNullable<Json>;
          scale_code?: string;
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'assessment_questions_assessment_id_fkey';
            columns: ['assessment_id'];
            isOneToOne: false;
            referencedRelation: 'assessments';
            referencedColumns: ['id'];
          },
        ];
      };
      assessments: {
        Row: {
          code: string;
          created_at: string;
          description: NonNullable<Json>;
          estimated_minutes: number;
          id: string;
          instructions: NonNullable<Json>;
          is_active: boolean;
          name: NonNullable<Json>;
          scale_labels: NonNullable<Json>;
          scale_points: number;
          scales: NonNullable<Json>;
          scoring: string;
          updated_at: string;
          version: number;
        };
        ComputedFields: never;
        Insert: {
          code: string;
          created_at?: string;
          description: NonNullable<Json>;
          estimated_minutes: number;
          id: string;
          instructions: NonNullable<Json>;
          is_active?: boolean;
          name: NonNullable<Json>;
          scale_labels: NonNullable<Json>;
          scale_points: number;
          scales: NonNullable<Json>;
          scoring: string;
          updated_at?: string;
          version: number;
        };
        Update: {
          code?: string;
          created_at?: string;
          description?: NonNullable<Json>;
          estimated_minutes?: number;
          id?: string;
          instructions?: NonNullable<Json>;
          is_active?: boolean;
          name?: NonNullable<Json>;
          scale_labels?: NonNullable<Json>;
          scale_points?: number;
          scales?: NonNullable<Json>;
          scoring?: string;
          updated_at?: string;
          version?: number;
        };
        Relationships: [];
      };
      attachments: {
        Row: {
          bucket: string;
          checksum_sha256: string | null;
          created_at: string;
          duration_seconds: number | null;
          file_name: string;
          height_px: number | null;
          id: string;
          journal_entry_id: string | null;
          message_id: string | null;
          mime_type: string;
          path: string;
          size_bytes: number;
          task_id: string | null;
          updated_at: string;
          uploaded_at: string | null;
          user_id: string;
          vision_id: string | null;
          width_px: number | null;
        };
        ComputedFields: never;
        Insert: {
          bucket?: string;
          checksum_sha256?: string | null;
          created_at?: string;
          duration_seconds?: number | null;
          file_name: string;
          height_px?: number | null;
          id?: string;
          journal_entry_id?: string | null;
          message_id?: string | null;
          mime_type: string;
          path: string;
          size_bytes: number;
          task_id?: string | null;
          updated_at?: string;
          uploaded_at?: string | null;
          user_id: string;
          vision_id?: string | null;
          width_px?: number | null;
        };
        Update: {
          bucket?: string;
          checksum_sha256?: string | null;
          created_at?: string;
          duration_seconds?: number | null;
          file_name?: string;
          height_px?: number | null;
          id?: string;
          journal_entry_id?: string | null;
          message_id?: string | null;
          mime_type?: string;
          path?: string;
          size_bytes?: number;
          task_id?: string | null;
          updated_at?: string;
          uploaded_at?: string | null;
          user_id?: string;
          vision_id?: string | null;
          width_px?: number | null;
        };
        Relationships: [
          {
            foreignKeyName: 'attachments_journal_entry_id_fkey';
            columns: ['user_id', 'journal_entry_id'];
            isOneToOne: false;
            referencedRelation: 'journal_entries';
            referencedColumns: ['user_id', 'id'];
          },
          {
            foreignKeyName: 'attachments_message_id_fkey';
            columns: ['user_id', 'message_id'];
            isOneToOne: false;
            referencedRelation: 'messages';
            referencedColumns: ['user_id', 'id'];
          },
          {
            foreignKeyName: 'attachments_task_id_fkey';
            columns: ['user_id', 'task_id'];
            isOneToOne: false;
            referencedRelation: 'tasks';
            referencedColumns: ['user_id', 'id'];
          },
          {
            foreignKeyName: 'attachments_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'attachments_vision_id_fkey';
            columns: ['user_id', 'vision_id'];
            isOneToOne: false;
            referencedRelation: 'visions';
            referencedColumns: ['user_id', 'id'];
          },
        ];
      };
      coaching_adaptations: {
        Row: {
          applied_at: string;
          basis: string;
          confidence: number | null;
          content_modifications: string[];
          created_at: string;
          detected_emotion: string | null;
          difficulty_adjustment: number | null;
          emotion_confidence: number | null;
          emotional_intensity: number | null;
          explanation_style: string | null;
          function_code: string | null;
          id: string;
          interaction_id: string | null;
          kind: string;
          mbti_type: string | null;
          reason: string;
          session_id: string | null;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          applied_at?: string;
          basis: string;
          confidence?: number | null;
          content_modifications?: string[];
          created_at?: string;
          detected_emotion?: string | null;
          difficulty_adjustment?: number | null;
          emotion_confidence?: number | null;
          emotional_intensity?: number | null;
          explanation_style?: string | null;
          function_code?: string | null;
          id?: string;
          interaction_id?: string | null;
          kind: string;
          mbti_type?: string | null;
          reason: string;
          session_id?: string | null;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          applied_at?: string;
          basis?: string;
          confidence?: number | null;
          content_modifications?: string[];
          created_at?: string;
          detected_emotion?: string | null;
          difficulty_adjustment?: number | null;
          emotion_confidence?: number | null;
          emotional_intensity?: number | null;
          explanation_style?: string | null;
          function_code?: string | null;
          id?: string;
          interaction_id?: string | null;
          kind?: string;
          mbti_type?: string | null;
          reason?: string;
          session_id?: string | null;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'coaching_adaptations_session_id_fkey';
            columns: ['user_id', 'session_id'];
            isOneToOne: false;
            referencedRelation: 'coaching_sessions';
            referencedColumns: ['user_id', 'id'];
          },
          {
            foreignKeyName: 'coaching_adaptations_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      coaching_outcomes: {
        Row: {
          baseline_score: number | null;
          created_at: string;
          difficulty_rating: number | null;
          effectiveness: number | null;
          emotional_satisfaction_rating: number | null;
          id: string;
          measured_at: string;
          metric: string;
          needs_more_work: string[];
          next_session_recommendations: string[];
          note: string | null;
          objectives_met: string[];
          result_score: number | null;
          satisfaction_rating: number | null;
          session_id: string;
          target_score: number | null;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          baseline_score?: number | null;
          created_at?: string;
          difficulty_rating?: number | null;
          effectiveness?: never;
          emotional_satisfaction_rating?: number | null;
          id?: string;
          measured_at?: string;
          metric?: string;
          needs_more_work?: string[];
          next_session_recommendations?: string[];
          note?: string | null;
          objectives_met?: string[];
          result_score?: number | null;
          satisfaction_rating?: number | null;
          session_id: string;
          target_score?: number | null;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          baseline_score?: number | null;
          created_at?: string;
          difficulty_rating?: number | null;
          effectiveness?: never;
          emotional_satisfaction_rating?: number | null;
          id?: string;
          measured_at?: string;
          metric?: string;
          needs_more_work?: string[];
          next_session_recommendations?: string[];
          note?: string | null;
          objectives_met?: string[];
          result_score?: number | null;
          satisfaction_rating?: number | null;
          session_id?: string;
          target_score?: number | null;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'coaching_outcomes_session_id_fkey';
            columns: ['user_id', 'session_id'];
            isOneToOne: false;
            referencedRelation: 'coaching_sessions';
            referencedColumns: ['user_id', 'id'];
          },
          {
            foreignKeyName: 'coaching_outcomes_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      coaching_sessions: {
        Row: {
          ai_summary: string | null;
          conversation_id: string | null;
          created_at: string;
          duration_minutes: number | null;
          effectiveness: number | null;
          ended_at: string | null;
          explanation_style: string | null;
          focus: string | null;
          id: string;
          kind: string;
          mbti_type: string | null;
          next_steps: string[];
          notes: string | null;
          outcome_count: number;
          scheduled_at: string | null;
          session_state: NonNullable<Json>;
          started_at: string | null;
          status: string;
          summarised_at: string | null;
          title: string | null;
          topics: string[];
          updated_at: string;
          user_id: string;
          vision_id: string | null;
        };
        ComputedFields: never;
        Insert: {
          ai_summary?: string | null;
          conversation_id?: string | null;
          created_at?: string;
          duration_minutes?: never;
          effectiveness?: number | null;
          ended_at?: string | null;
          explanation_style?: string | null;
          focus?: string | null;
          id?: string;
          kind?: string;
          mbti_type?: string | null;
          next_steps?: string[];
          notes?: string | null;
          outcome_count?: number;
          scheduled_at?: string | null;
          session_state?: NonNullable<Json>;
          started_at?: string | null;
          status?: string;
          summarised_at?: string | null;
          title?: string | null;
          topics?: string[];
          updated_at?: string;
          user_id: string;
          vision_id?: string | null;
        };
        Update: {
          ai_summary?: string | null;
          conversation_id?: string | null;
          created_at?: string;
          duration_minutes?: never;
          effectiveness?: number | null;
          ended_at?: string | null;
          explanation_style?: string | null;
          focus?: string | null;
          id?: string;
          kind?: string;
          mbti_type?: string | null;
          next_steps?: string[];
          notes?: string | null;
          outcome_count?: number;
          scheduled_at?: string | null;
          session_state?: NonNullable<Json>;
          started_at?: string | null;
          status?: string;
          summarised_at?: string | null;
          title?: string | null;
          topics?: string[];
          updated_at?: string;
          user_id?: string;
          vision_id?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'coaching_sessions_user_id_fkey';
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
      concept_prerequisites: {
        Row: {
          concept_id: string;
          created_at: string;
          dependency_strength: number;
          id: string;
          importance_weight: number;
          mastery_required: number;
          prerequisite_id: string;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          concept_id: string;
          created_at?: string;
          dependency_strength: number;
          id: string;
          importance_weight: number;
          mastery_required: number;
          prerequisite_id: string;
          updated_at?: string;
        };
        Update: {
          concept_id?: string;
          created_at?: string;
          dependency_strength?: number;
          id?: string;
          importance_weight?: number;
          mastery_required?: number;
          prerequisite_id?: string;
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'concept_prerequisites_concept_id_fkey';
            columns: ['concept_id'];
            isOneToOne: false;
            referencedRelation: 'concepts';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'concept_prerequisites_prerequisite_id_fkey';
            columns: ['prerequisite_id'];
            isOneToOne: false;
            referencedRelation: 'concepts';
            referencedColumns: ['id'];
          },
        ];
      };
      concepts: {
        Row: {
          code: string;
          created_at: string;
          description: NonNullable<Json>;
          difficulty_level: number;
          id: string;
          is_active: boolean;
          name: NonNullable<Json>;
          position: number;
          subject_id: string;
          topic: string;
          topic_name: NonNullable<Json>;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          code: string;
          created_at?: string;
          description: NonNullable<Json>;
          difficulty_level: number;
          id: string;
          is_active?: boolean;
          name: NonNullable<Json>;
          position: number;
          subject_id: string;
          topic: string;
          topic_name: NonNullable<Json>;
          updated_at?: string;
        };
        Update: {
          code?: string;
          created_at?: string;
          description?: NonNullable<Json>;
          difficulty_level?: number;
          id?: string;
          is_active?: boolean;
          name?: NonNullable<Json>;
          position?: number;
          subject_id?: string;
          topic?: string;
          topic_name?: NonNullable<Json>;
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'concepts_subject_id_fkey';
            columns: ['subject_id'];
            isOneToOne: false;
            referencedRelation: 'subjects';
            referencedColumns: ['id'];
          },
        ];
      };
      consent_purposes: {
        Row: {
          code: string;
          created_at: string;
          description: NonNullable<Json>;
          document_code: string;
          id: string;
          is_for_children: boolean;
          name: NonNullable<Json>;
          needed_for: NonNullable<Json>;
          position: number;
          since_version: number;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          code: string;
          created_at?: string;
          description: NonNullable<Json>;
          document_code: string;
          id: string;
          is_for_children: boolean;
          name: NonNullable<Json>;
          needed_for: NonNullable<Json>;
          position: number;
          since_version?: number;
          updated_at?: string;
        };
        Update: {
          code?: string;
          created_at?: string;
          description?: NonNullable<Json>;
          document_code?: string;
          id?: string;
          is_for_children?: boolean;
          name?: NonNullable<Json>;
          needed_for?: NonNullable<Json>;
          position?: number;
          since_version?: number;
          updated_at?: string;
        };
        Relationships: [];
      };
      consents: {
        Row: {
          created_at: string;
          decided_at: string;
          device_id: string | null;
          document_id: string | null;
          document_sha256: string | null;
          guardian_id: string | null;
          id: string;
          is_granted: boolean;
          locale: string | null;
          method: string;
          purpose_code: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          decided_at?: string;
          device_id?: string | null;
          document_id?: string | null;
          document_sha256?: string | null;
          guardian_id?: string | null;
          id?: string;
          is_granted: boolean;
          locale?: string | null;
          method?: string;
          purpose_code: string;
          user_id: string;
        };
        Update: {
          created_at?: string;
          decided_at?: string;
          device_id?: string | null;
          document_id?: string | null;
          document_sha256?: string | null;
          guardian_id?: string | null;
          id?: string;
          is_granted?: boolean;
          locale?: string | null;
          method?: string;
          purpose_code?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'consents_document_id_fkey';
            columns: ['document_id'];
            isOneToOne: false;
            referencedRelation: 'policy_documents';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'consents_guardian_id_fkey';
            columns: ['guardian_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'consents_purpose_code_fkey';
            columns: ['purpose_code'];
            isOneToOne: false;
            referencedRelation: 'consent_purposes';
            referencedColumns: ['code'];
          },
          {
            foreignKeyName: 'consents_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      content_bookmarks: {
        Row: {
          created_at: string;
          id: string;
          item_id: string;
          labels: string[];
          note: string | null;
          position: number;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          id: string;
          item_id: string;
          labels?: string[];
          note?: string | null;
          position?: number;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          created_at?: string;
          id?: string;
          item_id?: string;
          labels?: string[];
          note?: string | null;
          position?: number;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'content_bookmarks_item_id_fkey';
            columns: ['item_id'];
            isOneToOne: false;
            referencedRelation: 'content_items';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'content_bookmarks_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      content_categories: {
        Row: {
          code: string;
          created_at: string;
          description: NonNullable<Json>;
          icon: string;
          id: string;
          name: NonNullable<Json>;
          position: number;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          code: string;
          created_at?: string;
          description: NonNullable<Json>;
          icon: string;
          id: string;
          name: NonNullable<Json>;
          position: number;
          updated_at?: string;
        };
        Update: {
          code?: string;
          created_at?: string;
          description?: NonNullable<Json>;
          icon?: string;
          id?: string;
          name?: NonNullable<Json>;
          position?: number;
          updated_at?: string;
        };
        Relationships: [];
      };
      content_item_statistics: {
        Row: {
          created_at: string;
          id: string;
          item_id: string;
          rating_average: number;
          rating_count: number;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          id?: never;
          item_id: string;
          rating_average: number;
          rating_count: number;
          updated_at?: string;
        };
        Update: {
          created_at?: string;
          id?: never;
          item_id?: string;
          rating_average?: number;
          rating_count?: number;
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'content_item_statistics_item_id_fkey';
            columns: ['item_id'];
            isOneToOne: true;
            referencedRelation: 'content_items';
            referencedColumns: ['id'];
          },
        ];
      };
      content_items: {
        Row: {
          body: NonNullable<Json>;
          category_id: string;
          code: string;
          course_id: string | null;
          course_position: number | null;
          created_at: string;
          difficulty: string;
          function_codes: string[];
          id: string;
          kind: string;
          locale: string | null;
          media_url: string | null;
          minutes: number;
          published_at: string;
          retired_at: string | null;
          summary: NonNullable<Json>;
          tags: string[];
          tier: string;
          title: NonNullable<Json>;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          body: NonNullable<Json>;
          category_id: string;
          code: string;
          course_id?: string | null;
          course_position?: number | null;
          created_at?: string;
          difficulty?: string;
          function_codes: string[];
          id: string;
          kind: string;
          locale?: string | null;
          media_url?: string | null;
          minutes: number;
          published_at?: string;
          retired_at?: string | null;
          summary: NonNullable<Json>;
          tags?: string[];
          tier?: string;
          title: NonNullable<Json>;
          updated_at?: string;
        };
        Update: {
          body?: NonNullable<Json>;
          category_id?: string;
          code?: string;
          course_id?: string | null;
          course_position?: number | null;
          created_at?: string;
          difficulty?: string;
          function_codes?: string[];
          id?: string;
          kind?: string;
          locale?: string | null;
          media_url?: string | null;
          minutes?: number;
          published_at?: string;
          retired_at?: string | null;
          summary?: NonNullable<Json>;
          tags?: string[];
          tier?: string;
          title?: NonNullable<Json>;
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'content_items_category_id_fkey';
            columns: ['category_id'];
            isOneToOne: false;
            referencedRelation: 'content_categories';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'content_items_course_id_fkey';
            columns: ['course_id'];
            isOneToOne: false;
            referencedRelation: 'content_items';
            referencedColumns: ['id'];
          },
        ];
      };
      content_mastery: {
        Row: {
          concept_id: string;
          created_at: string;
          decay_rate: number;
          difficulty: number | null;
          due_at: string | null;
          effective_learning_strategies: string[];
          emotional_associations: NonNullable<Json>;
          first_exposed_at: string | null;
          id: string;
          initial_strength: number | null;
          interval_days: number;
          lapses_count: number;
          last_practiced_at: string | null;
          learning_style_effectiveness: NonNullable<Json>;
          mastery_achieved_at: string | null;
          mastery_confidence: number;
          mastery_level: number;
          optimal_difficulty_level: number | null;
          reviews_count: number;
          stability: number | null;
          state: string;
          step: number;
          time_spent_minutes: number;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          concept_id: string;
          created_at?: string;
          decay_rate?: number;
          difficulty?: number | null;
          due_at?: string | null;
          effective_learning_strategies?: string[];
          emotional_associations?: NonNullable<Json>;
          first_exposed_at?: string | null;
          id: string;
          initial_strength?: number | null;
          interval_days?: number;
          lapses_count?: number;
          last_practiced_at?: string | null;
          learning_style_effectiveness?: NonNullable<Json>;
          mastery_achieved_at?: string | null;
          mastery_confidence?: number;
          mastery_level?: number;
          optimal_difficulty_level?: number | null;
          reviews_count?: number;
          stability?: number | null;
          state?: string;
          step?: number;
          time_spent_minutes?: number;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          concept_id?: string;
          created_at?: string;
          decay_rate?: number;
          difficulty?: number | null;
          due_at?: string | null;
          effective_learning_strategies?: string[];
          emotional_associations?: NonNullable<Json>;
          first_exposed_at?: string | null;
          id?: string;
          initial_strength?: number | null;
          interval_days?: number;
          lapses_count?: number;
          last_practiced_at?: string | null;
          learning_style_effectiveness?: NonNullable<Json>;
          mastery_achieved_at?: string | null;
          mastery_confidence?: number;
          mastery_level?: number;
          optimal_difficulty_level?: number | null;
          reviews_count?: number;
          stability?: number | null;
          state?: string;
          step?: number;
          time_spent_minutes?: number;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'content_mastery_concept_id_fkey';
            columns: ['concept_id'];
            isOneToOne: false;
            referencedRelation: 'concepts';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'content_mastery_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      content_mbti_affinity: {
        Row: {
          affinity: number;
          created_at: string;
          id: string;
          item_id: string;
          mbti_type: string;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          affinity: number;
          created_at?: string;
          id: string;
          item_id: string;
          mbti_type: string;
          updated_at?: string;
        };
        Update: {
          affinity?: number;
          created_at?: string;
          id?: string;
          item_id?: string;
          mbti_type?: string;
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'content_mbti_affinity_item_id_fkey';
            columns: ['item_id'];
            isOneToOne: false;
            referencedRelation: 'content_items';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'content_mbti_affinity_mbti_type_fkey';
            columns: ['mbti_type'];
            isOneToOne: false;
            referencedRelation: 'mbti_types';
            referencedColumns: ['code'];
          },
        ];
      };
      content_progress: {
        Row: {
          completed_at: string | null;
          created_at: string;
          id: string;
          item_id: string;
          last_opened_at: string;
          minutes_spent: number;
          percent: number;
          position_seconds: number | null;
          started_at: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          completed_at?: string | null;
          created_at?: string;
          id: string;
          item_id: string;
          last_opened_at?: string;
          minutes_spent?: number;
          percent?: number;
          position_seconds?: number | null;
          started_at?: string;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          completed_at?: string | null;
          created_at?: string;
          id?: string;
          item_id?: string;
          last_opened_at?: string;
          minutes_spent?: number;
          percent?: number;
          position_seconds?: number | null;
          started_at?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'content_progress_item_id_fkey';
            columns: ['item_id'];
            isOneToOne: false;
            referencedRelation: 'content_items';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'content_progress_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      content_ratings: {
        Row: {
          created_at: string;
          feedback: string | null;
          id: string;
          item_id: string;
          rating: number;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          feedback?: string | null;
          id: string;
          item_id: string;
          rating: number;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          created_at?: string;
          feedback?: string | null;
          id?: string;
          item_id?: string;
          rating?: number;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'content_ratings_item_id_fkey';
            columns: ['item_id'];
            isOneToOne: false;
            referencedRelation: 'content_items';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'content_ratings_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      conversations: {
        Row: {
          archived_at: string | null;
          area_code: string | null;
          coaching_session_id: string | null;
          created_at: string;
          id: string;
          is_pinned: boolean;
          kind: string;
          language: string | null;
          last_message_at: string | null;
          message_count: number;
          summarised_at: string | null;
          summary: string | null;
          title: string | null;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          archived_at?: string | null;
          area_code?: string | null;
          coaching_session_id?: string | null;
          created_at?: string;
          id?: string;
          is_pinned?: boolean;
          kind?: string;
          language?: string | null;
          last_message_at?: string | null;
          message_count?: number;
          summarised_at?: string | null;
          summary?: string | null;
          title?: string | null;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          archived_at?: string | null;
          area_code?: string | null;
          coaching_session_id?: string | null;
          created_at?: string;
          id?: string;
          is_pinned?: boolean;
          kind?: string;
          language?: string | null;
          last_message_at?: string | null;
          message_count?: number;
          summarised_at?: string | null;
          summary?: string | null;
          title?: string | null;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'conversations_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      countries: {
        Row: {
          alpha3_code: string;
          code: string;
          consent_age: number;
          created_at: string;
          id: string;
          name: NonNullable<Json>;
          numeric_code: string;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          alpha3_code: string;
          code: string;
          consent_age?: number;
          created_at?: string;
          id: string;
          name: NonNullable<Json>;
          numeric_code: string;
          updated_at?: string;
        };
        Update: {
          alpha3_code?: string;
          code?: string;
          consent_age?: number;
          created_at?: string;
          id?: string;
          name?: NonNullable<Json>;
          numeric_code?: string;
          updated_at?: string;
        };
        Relationships: [];
      };
      currencies: {
        Row: {
          code: string;
          created_at: string;
          id: string;
          minor_units: number;
          name: NonNullable<Json>;
          numeric_code: string;
          symbol: string;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          code: string;
          created_at?: string;
          id: string;
          minor_units: number;
          name: NonNullable<Json>;
          numeric_code: string;
          symbol: string;
          updated_at?: string;
        };
        Update: {
          code?: string;
          created_at?: string;
          id?: string;
          minor_units?: number;
          name?: NonNullable<Json>;
          numeric_code?: string;
          symbol?: string;
          updated_at?: string;
        };
        Relationships: [];
      };
      custom_field_definitions: {
        Row: {
          applies_to: string;
          archived_at: string | null;
          created_at: string;
          description: string | null;
          id: string;
          is_required: boolean;
          label: string;
          maximum: number | null;
          minimum: number | null;
          options: string[];
          position: number;
          unit: string | null;
          updated_at: string;
          user_id: string;
          value_type: string;
        };
        ComputedFields: never;
        Insert: {
          applies_to: string;
          archived_at?: string | null;
          created_at?: string;
          description?: string | null;
          id?: string;
          is_required?: boolean;
          label: string;
          maximum?: number | null;
          minimum?: number | null;
          options?: string[];
          position?: number;
          unit?: string | null;
          updated_at?: string;
          user_id: string;
          value_type: string;
        };
        Update: {
          applies_to?: string;
          archived_at?: string | null;
          created_at?: string;
          description?: string | null;
          id?: string;
          is_required?: boolean;
          label?: string;
          maximum?: number | null;
          minimum?: number | null;
          options?: string[];
          position?: number;
          unit?: string | null;
          updated_at?: string;
          user_id?: string;
          value_type?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'custom_field_definitions_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      custom_field_values: {
        Row: {
          boolean_value: boolean | null;
          choices: string[] | null;
          created_at: string;
          date_value: string | null;
          definition_id: string;
          id: string;
          moment_value: string | null;
          number_value: number | null;
          subject_id: string;
          text_value: string | null;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          boolean_value?: boolean | null;
          choices?: string[] | null;
          created_at?: string;
          date_value?: string | null;
          definition_id: string;
          id?: string;
          moment_value?: string | null;
          number_value?: number | null;
          subject_id: string;
          text_value?: string | null;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          boolean_value?: boolean | null;
          choices?: string[] | null;
          created_at?: string;
          date_value?: string | null;
          definition_id?: string;
          id?: string;
          moment_value?: string | null;
          number_value?: number | null;
          subject_id?: string;
          text_value?: string | null;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'custom_field_values_definition_id_fkey';
            columns: ['user_id', 'definition_id'];
            isOneToOne: false;
            referencedRelation: 'custom_field_definitions';
            referencedColumns: ['user_id', 'id'];
          },
          {
            foreignKeyName: 'custom_field_values_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
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
      data_exports: {
        Row: {
          created_at: string;
          error: string | null;
          expires_at: string | null;
          finished_at: string | null;
          format: string;
          id: string;
          links: string[];
          rows_done: number;
          rows_expected: number | null;
          size_bytes: number | null;
          state: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          error?: string | null;
          expires_at?: string | null;
          finished_at?: string | null;
          format: string;
          id?: string;
          links?: string[];
          rows_done?: number;
          rows_expected?: number | null;
          size_bytes?: number | null;
          state?: string;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          created_at?: string;
          error?: string | null;
          expires_at?: string | null;
          finished_at?: string | null;
          format?: string;
          id?: string;
          links?: string[];
          rows_done?: number;
          rows_expected?: number | null;
          size_bytes?: number | null;
          state?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'data_exports_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      emotional_analytics: {
        Row: {
          analysis_date: string;
          average_recovery_time_minutes: NonNullable<Json>;
          best_emotional_state_for_assessment: string | null;
          best_emotional_state_for_new_concepts: string | null;
          best_emotional_state_for_practice: string | null;
          best_learning_times: string[];
          challenging_periods: string[];
          created_at: string;
          data_source: string;
          dominant_emotion: string | null;
          emotion_distribution: NonNullable<Json>;
          emotional_biorhythm_insights: string[];
          emotional_stability_score: number | null;
          emotional_trends: NonNullable<Json>;
          id: string;
          interventions_applied: NonNullable<Json>;
          most_effective_recovery_strategies: NonNullable<Json>;
          most_productive_emotions: NonNullable<Json>;
          overall_emotional_wellness: number | null;
          problematic_emotional_patterns: NonNullable<Json>;
          readings_count: number;
          total_time_minutes: number;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          analysis_date: string;
          average_recovery_time_minutes: NonNullable<Json>;
          best_emotional_state_for_assessment?: string | null;
          best_emotional_state_for_new_concepts?: string | null;
          best_emotional_state_for_practice?: string | null;
          best_learning_times: string[];
          challenging_periods: string[];
          created_at?: string;
          data_source: string;
          dominant_emotion?: string | null;
          emotion_distribution: NonNullable<Json>;
          emotional_biorhythm_insights: string[];
          emotional_stability_score?: number | null;
          emotional_trends: NonNullable<Json>;
          id: string;
          interventions_applied: NonNullable<Json>;
          most_effective_recovery_strategies: NonNullable<Json>;
          most_productive_emotions: NonNullable<Json>;
          overall_emotional_wellness?: number | null;
          problematic_emotional_patterns: NonNullable<Json>;
          readings_count: number;
          total_time_minutes: number;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          analysis_date?: string;
          average_recovery_time_minutes?: NonNullable<Json>;
          best_emotional_state_for_assessment?: string | null;
          best_emotional_state_for_new_concepts?: string | null;
          best_emotional_state_for_practice?: string | null;
          best_learning_times?: string[];
          challenging_periods?: string[];
          created_at?: string;
          data_source?: string;
          dominant_emotion?: string | null;
          emotion_distribution?: NonNullable<Json>;
          emotional_biorhythm_insights?: string[];
          emotional_stability_score?: number | null;
          emotional_trends?: NonNullable<Json>;
          id?: string;
          interventions_applied?: NonNullable<Json>;
          most_effective_recovery_strategies?: NonNullable<Json>;
          most_productive_emotions?: NonNullable<Json>;
          overall_emotional_wellness?: number | null;
          problematic_emotional_patterns?: NonNullable<Json>;
          readings_count?: number;
          total_time_minutes?: number;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'emotional_analytics_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      emotional_readings: {
        Row: {
          confidence: number | null;
          created_at: string;
          emotion: string;
          id: string;
          intensity: number;
          recorded_at: string;
          session_id: string | null;
          source: string;
          trigger: string | null;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          confidence?: number | null;
          created_at?: string;
          emotion: string;
          id?: string;
          intensity?: number;
          recorded_at?: string;
          session_id?: string | null;
          source?: string;
          trigger?: string | null;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          confidence?: number | null;
          created_at?: string;
          emotion?: string;
          id?: string;
          intensity?: number;
          recorded_at?: string;
          session_id?: string | null;
          source?: string;
          trigger?: string | null;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'emotional_readings_session_id_fkey';
            columns: ['user_id', 'session_id'];
            isOneToOne: false;
            referencedRelation: 'learning_sessions';
            referencedColumns: ['user_id', 'id'];
          },
          {
            foreignKeyName: 'emotional_readings_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      emotional_states: {
        Row: {
          code: string;
          created_at: string;
          description: NonNullable<Json>;
          energy: number;
          id: string;
          name: NonNullable<Json>;
          position: number;
          updated_at: string;
          valence: number;
        };
        ComputedFields: never;
        Insert: {
          code: string;
          created_at?: string;
          description: NonNullable<Json>;
          energy: number;
          id: string;
          name: NonNullable<Json>;
          position: number;
          updated_at?: string;
          valence: number;
        };
        Update: {
          code?: string;
          created_at?: string;
          description?: NonNullable<Json>;
          energy?: number;
          id?: string;
          name?: NonNullable<Json>;
          position?: number;
          updated_at?: string;
          valence?: number;
        };
        Relationships: [];
      };
      feature_flag_overrides: {
        Row: {
          created_at: string;
          expires_at: string | null;
          flag_id: string;
          is_on: boolean;
          reason: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          expires_at?: string | null;
          flag_id: string;
          is_on: boolean;
          reason: string;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          created_at?: string;
          expires_at?: string | null;
          flag_id?: string;
          is_on?: boolean;
          reason?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'feature_flag_overrides_flag_id_fkey';
            columns: ['flag_id'];
            isOneToOne: false;
            referencedRelation: 'feature_flags';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'feature_flag_overrides_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      feature_flags: {
        Row: {
          code: string;
          created_at: string;
          description: NonNullable<Json>;
          id: string;
          is_enabled: boolean;
          name: NonNullable<Json>;
          rollout_percent: number;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          code: string;
          created_at?: string;
          description: NonNullable<Json>;
          id?: string;
          is_enabled?: boolean;
          name: NonNullable<Json>;
          rollout_percent?: number;
          updated_at?: string;
        };
        Update: {
          code?: string;
          created_at?: string;
          description?: NonNullable<Json>;
          id?: string;
          is_enabled?: boolean;
          name?: NonNullable<Json>;
          rollout_percent?: number;
          updated_at?: string;
        };
        Relationships: [];
      };
      feature_usage_daily: {
        Row: {
          created_at: string;
          day: string;
          duration_ms: number;
          dwell_ms: number;
          event_count: number;
          feature: string;
          interaction_count: number;
          session_count: number;
          updated_at: string;
          user_count: number;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          day: string;
          duration_ms: number;
          dwell_ms: number;
          event_count: number;
          feature: string;
          interaction_count: number;
          session_count: number;
          updated_at?: string;
          user_count: number;
        };
        Update: {
          created_at?: string;
          day?: string;
          duration_ms?: number;
          dwell_ms?: number;
          event_count?: number;
          feature?: string;
          interaction_count?: number;
          session_count?: number;
          updated_at?: string;
          user_count?: number;
        };
        Relationships: [];
      };
      guardian_links: {
        Row: {
          created_at: string;
          email_hash: string;
          evidence_reference: string | null;
          guardian_id: string | null;
          id: string;
          method: string | null;
          revoked_at: string | null;
          updated_at: string;
          user_id: string;
          verified_at: string | null;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          email_hash: string;
          evidence_reference?: string | null;
          guardian_id?: string | null;
          id?: string;
          method?: string | null;
          revoked_at?: string | null;
          updated_at?: string;
          user_id: string;
          verified_at?: string | null;
        };
        Update: {
          created_at?: string;
          email_hash?: string;
          evidence_reference?: string | null;
          guardian_id?: string | null;
          id?: string;
          method?: string | null;
          revoked_at?: string | null;
          updated_at?: string;
          user_id?: string;
          verified_at?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'guardian_links_guardian_id_fkey';
            columns: ['guardian_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'guardian_links_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
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
      integrations: {
        Row: {
          account_label: string | null;
          connected_at: string;
          created_at: string;
          error_code: string | null;
          external_account_id: string;
          id: string;
          last_used_at: string | null;
          provider: string;
          scopes: string[];
          status: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          account_label?: string | null;
          connected_at?: string;
          created_at?: string;
          error_code?: string | null;
          external_account_id: string;
          id?: string;
          last_used_at?: string | null;
          provider: string;
          scopes?: string[];
          status?: string;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          account_label?: string | null;
          connected_at?: string;
          created_at?: string;
          error_code?: string | null;
          external_account_id?: string;
          id?: string;
          last_used_at?: string | null;
          provider?: string;
          scopes?: string[];
          status?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'integrations_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      interaction_analytics: {
        Row: {
          app_version: string | null;
          cognitive_function: string | null;
          created_at: string;
          device_type: string | null;
          dwell_ms: number | null;
          effectiveness: number | null;
          feature: string | null;
          id: string;
          kind: string;
          mbti_type: string | null;
          occurred_at: string;
          occurred_on: string;
          outcome: string | null;
          platform: string | null;
          properties: NonNullable<Json>;
          screen: string | null;
          scroll_percent: number | null;
          session_id: string;
          target: string;
          target_id: string | null;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          app_version?: string | null;
          cognitive_function?: string | null;
          created_at?: string;
          device_type?: string | null;
          dwell_ms?: number | null;
          effectiveness?: number | null;
          feature?: string | null;
          id?: string;
          kind: string;
          mbti_type?: string | null;
          occurred_at: string;
          occurred_on: string;
          outcome?: string | null;
          platform?: string | null;
          properties?: NonNullable<Json>;
          screen?: string | null;
          scroll_percent?: number | null;
          session_id: string;
          target: string;
          target_id?: string | null;
          user_id: string;
        };
        Update: {
          app_version?: string | null;
          cognitive_function?: string | null;
          created_at?: string;
          device_type?: string | null;
          dwell_ms?: number | null;
          effectiveness?: number | null;
          feature?: string | null;
          id?: string;
          kind?: string;
          mbti_type?: string | null;
          occurred_at?: string;
          occurred_on?: string;
          outcome?: string | null;
          platform?: string | null;
          properties?: NonNullable<Json>;
          screen?: string | null;
          scroll_percent?: number | null;
          session_id?: string;
          target?: string;
          target_id?: string | null;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'interaction_analytics_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      interaction_analytics_2026_08: {
        Row: {
          app_version: string | null;
          cognitive_function: string | null;
          created_at: string;
          device_type: string | null;
          dwell_ms: number | null;
          effectiveness: number | null;
          feature: string | null;
          id: string;
          kind: string;
          mbti_type: string | null;
          occurred_at: string;
          occurred_on: string;
          outcome: string | null;
          platform: string | null;
          properties: NonNullable<Json>;
          screen: string | null;
          scroll_percent: number | null;
          session_id: string;
          target: string;
          target_id: string | null;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          app_version?: string | null;
          cognitive_function?: string | null;
          created_at?: string;
          device_type?: string | null;
          dwell_ms?: number | null;
          effectiveness?: number | null;
          feature?: string | null;
          id?: string;
          kind: string;
          mbti_type?: string | null;
          occurred_at: string;
          occurred_on: string;
          outcome?: string | null;
          platform?: string | null;
          properties?: NonNullable<Json>;
          screen?: string | null;
          scroll_percent?: number | null;
          session_id: string;
          target: string;
          target_id?: string | null;
          user_id: string;
        };
        Update: {
          app_version?: string | null;
          cognitive_function?: string | null;
          created_at?: string;
          device_type?: string | null;
          dwell_ms?: number | null;
          effectiveness?: number | null;
          feature?: string | null;
          id?: string;
          kind?: string;
          mbti_type?: string | null;
          occurred_at?: string;
          occurred_on?: string;
          outcome?: string | null;
          platform?: string | null;
          properties?: NonNullable<Json>;
          screen?: string | null;
          scroll_percent?: number | null;
          session_id?: string;
          target?: string;
          target_id?: string | null;
          user_id?: string;
        };
        Relationships: [];
      };
      interaction_analytics_2026_09: {
        Row: {
          app_version: string | null;
          cognitive_function: string | null;
          created_at: string;
          device_type: string | null;
          dwell_ms: number | null;
          effectiveness: number | null;
          feature: string | null;
          id: string;
          kind: string;
          mbti_type: string | null;
          occurred_at: string;
          occurred_on: string;
          outcome: string | null;
          platform: string | null;
          properties: NonNullable<Json>;
          screen: string | null;
          scroll_percent: number | null;
          session_id: string;
          target: string;
          target_id: string | null;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          app_version?: string | null;
          cognitive_function?: string | null;
          created_at?: string;
          device_type?: string | null;
          dwell_ms?: number | null;
          effectiveness?: number | null;
          feature?: string | null;
          id?: string;
          kind: string;
          mbti_type?: string | null;
          occurred_at: string;
          occurred_on: string;
          outcome?: string | null;
          platform?: string | null;
          properties?: NonNullable<Json>;
          screen?: string | null;
          scroll_percent?: number | null;
          session_id: string;
          target: string;
          target_id?: string | null;
          user_id: string;
        };
        Update: {
          app_version?: string | null;
          cognitive_function?: string | null;
          created_at?: string;
          device_type?: string | null;
          dwell_ms?: number | null;
          effectiveness?: number | null;
          feature?: string | null;
          id?: string;
          kind?: string;
          mbti_type?: string | null;
          occurred_at?: string;
          occurred_on?: string;
          outcome?: string | null;
          platform?: string | null;
          properties?: NonNullable<Json>;
          screen?: string | null;
          scroll_percent?: number | null;
          session_id?: string;
          target?: string;
          target_id?: string | null;
          user_id?: string;
        };
        Relationships: [];
      };
      interaction_analytics_2026_10: {
        Row: {
          app_version: string | null;
          cognitive_function: string | null;
          created_at: string;
          device_type: string | null;
          dwell_ms: number | null;
          effectiveness: number | null;
          feature: string | null;
          id: string;
          kind: string;
          mbti_type: string | null;
          occurred_at: string;
          occurred_on: string;
          outcome: string | null;
          platform: string | null;
          properties: NonNullable<Json>;
          screen: string | null;
          scroll_percent: number | null;
          session_id: string;
          target: string;
          target_id: string | null;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          app_version?: string | null;
          cognitive_function?: string | null;
          created_at?: string;
          device_type?: string | null;
          dwell_ms?: number | null;
          effectiveness?: number | null;
          feature?: string | null;
          id?: string;
          kind: string;
          mbti_type?: string | null;
          occurred_at: string;
          occurred_on: string;
          outcome?: string | null;
          platform?: string | null;
          properties?: NonNullable<Json>;
          screen?: string | null;
          scroll_percent?: number | null;
          session_id: string;
          target: string;
          target_id?: string | null;
          user_id: string;
        };
        Update: {
          app_version?: string | null;
          cognitive_function?: string | null;
          created_at?: string;
          device_type?: string | null;
          dwell_ms?: number | null;
          effectiveness?: number | null;
          feature?: string | null;
          id?: string;
          kind?: string;
          mbti_type?: string | null;
          occurred_at?: string;
          occurred_on?: string;
          outcome?: string | null;
          platform?: string | null;
          properties?: NonNullable<Json>;
          screen?: string | null;
          scroll_percent?: number | null;
          session_id?: string;
          target?: string;
          target_id?: string | null;
          user_id?: string;
        };
        Relationships: [];
      };
      interaction_analytics_2026_11: {
        Row: {
          app_version: string | null;
          cognitive_function: string | null;
          created_at: string;
          device_type: string | null;
          dwell_ms: number | null;
          effectiveness: number | null;
          feature: string | null;
          id: string;
          kind: string;
          mbti_type: string | null;
          occurred_at: string;
          occurred_on: string;
          outcome: string | null;
          platform: string | null;
          properties: NonNullable<Json>;
          screen: string | null;
          scroll_percent: number | null;
          session_id: string;
          target: string;
          target_id: string | null;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          app_version?: string | null;
          cognitive_function?: string | null;
          created_at?: string;
          device_type?: string | null;
          dwell_ms?: number | null;
          effectiveness?: number | null;
          feature?: string | null;
          id?: string;
          kind: string;
          mbti_type?: string | null;
          occurred_at: string;
          occurred_on: string;
          outcome?: string | null;
          platform?: string | null;
          properties?: NonNullable<Json>;
          screen?: string | null;
          scroll_percent?: number | null;
          session_id: string;
          target: string;
          target_id?: string | null;
          user_id: string;
        };
        Update: {
          app_version?: string | null;
          cognitive_function?: string | null;
          created_at?: string;
          device_type?: string | null;
          dwell_ms?: number | null;
          effectiveness?: number | null;
          feature?: string | null;
          id?: string;
          kind?: string;
          mbti_type?: string | null;
          occurred_at?: string;
          occurred_on?: string;
          outcome?: string | null;
          platform?: string | null;
          properties?: NonNullable<Json>;
          screen?: string | null;
          scroll_percent?: number | null;
          session_id?: string;
          target?: string;
          target_id?: string | null;
          user_id?: string;
        };
        Relationships: [];
      };
      interaction_analytics_2026_12: {
        Row: {
          app_version: string | null;
          cognitive_function: string | null;
          created_at: string;
          device_type: string | null;
          dwell_ms: number | null;
          effectiveness: number | null;
          feature: string | null;
          id: string;
          kind: string;
          mbti_type: string | null;
          occurred_at: string;
          occurred_on: string;
          outcome: string | null;
          platform: string | null;
          properties: NonNullable<Json>;
          screen: string | null;
          scroll_percent: number | null;
          session_id: string;
          target: string;
          target_id: string | null;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          app_version?: string | null;
          cognitive_function?: string | null;
          created_at?: string;
          device_type?: string | null;
          dwell_ms?: number | null;
          effectiveness?: number | null;
          feature?: string | null;
          id?: string;
          kind: string;
          mbti_type?: string | null;
          occurred_at: string;
          occurred_on: string;
          outcome?: string | null;
          platform?: string | null;
          properties?: NonNullable<Json>;
          screen?: string | null;
          scroll_percent?: number | null;
          session_id: string;
          target: string;
          target_id?: string | null;
          user_id: string;
        };
        Update: {
          app_version?: string | null;
          cognitive_function?: string | null;
          created_at?: string;
          device_type?: string | null;
          dwell_ms?: number | null;
          effectiveness?: number | null;
          feature?: string | null;
          id?: string;
          kind?: string;
          mbti_type?: string | null;
          occurred_at?: string;
          occurred_on?: string;
          outcome?: string | null;
          platform?: string | null;
          properties?: NonNullable<Json>;
          screen?: string | null;
          scroll_percent?: number | null;
          session_id?: string;
          target?: string;
          target_id?: string | null;
          user_id?: string;
        };
        Relationships: [];
      };
      interaction_analytics_2027_01: {
        Row: {
          app_version: string | null;
          cognitive_function: string | null;
          created_at: string;
          device_type: string | null;
          dwell_ms: number | null;
          effectiveness: number | null;
          feature: string | null;
          id: string;
          kind: string;
          mbti_type: string | null;
          occurred_at: string;
          occurred_on: string;
          outcome: string | null;
          platform: string | null;
          properties: NonNullable<Json>;
          screen: string | null;
          scroll_percent: number | null;
          session_id: string;
          target: string;
          target_id: string | null;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          app_version?: string | null;
          cognitive_function?: string | null;
          created_at?: string;
          device_type?: string | null;
          dwell_ms?: number | null;
          effectiveness?: number | null;
          feature?: string | null;
          id?: string;
          kind: string;
          mbti_type?: string | null;
          occurred_at: string;
          occurred_on: string;
          outcome?: string | null;
          platform?: string | null;
          properties?: NonNullable<Json>;
          screen?: string | null;
          scroll_percent?: number | null;
          session_id: string;
          target: string;
          target_id?: string | null;
          user_id: string;
        };
        Update: {
          app_version?: string | null;
          cognitive_function?: string | null;
          created_at?: string;
          device_type?: string | null;
          dwell_ms?: number | null;
          effectiveness?: number | null;
          feature?: string | null;
          id?: string;
          kind?: string;
          mbti_type?: string | null;
          occurred_at?: string;
          occurred_on?: string;
          outcome?: string | null;
          platform?: string | null;
          properties?: NonNullable<Json>;
          screen?: string | null;
          scroll_percent?: number | null;
          session_id?: string;
          target?: string;
          target_id?: string | null;
          user_id?: string;
        };
        Relationships: [];
      };
      interaction_analytics_2027_02: {
        Row: {
          app_version: string | null;
          cognitive_function: string | null;
          created_at: string;
          device_type: string | null;
          dwell_ms: number | null;
          effectiveness: number | null;
          feature: string | null;
          id: string;
          kind: string;
          mbti_type: string | null;
          occurred_at: string;
          occurred_on: string;
          outcome: string | null;
          platform: string | null;
          properties: NonNullable<Json>;
          screen: string | null;
          scroll_percent: number | null;
          session_id: string;
          target: string;
          target_id: string | null;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          app_version?: string | null;
          cognitive_function?: string | null;
          created_at?: string;
          device_type?: string | null;
          dwell_ms?: number | null;
          effectiveness?: number | null;
          feature?: string | null;
          id?: string;
          kind: string;
          mbti_type?: string | null;
          occurred_at: string;
          occurred_on: string;
          outcome?: string | null;
          platform?: string | null;
          properties?: NonNullable<Json>;
          screen?: string | null;
          scroll_percent?: number | null;
          session_id: string;
          target: string;
          target_id?: string | null;
          user_id: string;
        };
        Update: {
          app_version?: string | null;
          cognitive_function?: string | null;
          created_at?: string;
          device_type?: string | null;
          dwell_ms?: number | null;
          effectiveness?: number | null;
          feature?: string | null;
          id?: string;
          kind?: string;
          mbti_type?: string | null;
          occurred_at?: string;
          occurred_on?: string;
          outcome?: string | null;
          platform?: string | null;
          properties?: NonNullable<Json>;
          screen?: string | null;
          scroll_percent?: number | null;
          session_id?: string;
          target?: string;
          target_id?: string | null;
          user_id?: string;
        };
        Relationships: [];
      };
      invoices: {
        Row: {
          created_at: string;
          currency: string;
          due_at: string | null;
          id: string;
          issued_at: string;
          lines: NonNullable<Json>;
          number: string | null;
          paid_at: string | null;
          paid_minor: number;
          period_ends_at: string | null;
          period_starts_at: string | null;
          provider: string;
          provider_invoice_id: string;
          provider_subscription_id: string | null;
          refunded_minor: number;
          status: string;
          subscription_id: string | null;
          subtotal_minor: number;
          tax_minor: number;
          total_minor: number;
          updated_at: string;
          url: string | null;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          currency: string;
          due_at?: string | null;
          id?: string;
          issued_at: string;
          lines?: NonNullable<Json>;
          number?: string | null;
          paid_at?: string | null;
          paid_minor?: number;
          period_ends_at?: string | null;
          period_starts_at?: string | null;
          provider: string;
          provider_invoice_id: string;
          provider_subscription_id?: string | null;
          refunded_minor?: number;
          status: string;
          subscription_id?: string | null;
          subtotal_minor: number;
          tax_minor?: number;
          total_minor: number;
          updated_at?: string;
          url?: string | null;
          user_id: string;
        };
        Update: {
          created_at?: string;
          currency?: string;
          due_at?: string | null;
          id?: string;
          issued_at?: string;
          lines?: NonNullable<Json>;
          number?: string | null;
          paid_at?: string | null;
          paid_minor?: number;
          period_ends_at?: string | null;
          period_starts_at?: string | null;
          provider?: string;
          provider_invoice_id?: string;
          provider_subscription_id?: string | null;
          refunded_minor?: number;
          status?: string;
          subscription_id?: string | null;
          subtotal_minor?: number;
          tax_minor?: number;
          total_minor?: number;
          updated_at?: string;
          url?: string | null;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'invoices_subscription_id_fkey';
            columns: ['user_id', 'subscription_id'];
            isOneToOne: false;
            referencedRelation: 'subscriptions';
            referencedColumns: ['user_id', 'id'];
          },
          {
            foreignKeyName: 'invoices_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      journal_entries: {
        Row: {
          area_code: string | null;
          body: string;
          coach_may_read: boolean;
          conversation_id: string | null;
          created_at: string;
          id: string;
          is_favourite: boolean;
          language: string | null;
          mood: string | null;
          mood_intensity: number | null;
          prompt_id: string | null;
          tags: string[];
          title: string | null;
          updated_at: string;
          user_id: string;
          word_count: number;
          written_on: string;
        };
        ComputedFields: never;
        Insert: {
          area_code?: string | null;
          body?: string;
          coach_may_read?: boolean;
          conversation_id?: string | null;
          created_at?: string;
          id?: string;
          is_favourite?: boolean;
          language?: string | null;
          mood?: string | null;
          mood_intensity?: number | null;
          prompt_id?: string | null;
          tags?: string[];
          title?: string | null;
          updated_at?: string;
          user_id: string;
          word_count?: never;
          written_on: string;
        };
        Update: {
          area_code?: string | null;
          body?: string;
          coach_may_read?: boolean;
          conversation_id?: string | null;
          created_at?: string;
          id?: string;
          is_favourite?: boolean;
          language?: string | null;
          mood?: string | null;
          mood_intensity?: number | null;
          prompt_id?: string | null;
          tags?: string[];
          title?: string | null;
          updated_at?: string;
          user_id?: string;
          word_count?: never;
          written_on?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'journal_entries_conversation_id_fkey';
            columns: ['user_id', 'conversation_id'];
            isOneToOne: false;
            referencedRelation: 'conversations';
            referencedColumns: ['user_id', 'id'];
          },
          {
            foreignKeyName: 'journal_entries_prompt_id_fkey';
            columns: ['prompt_id'];
            isOneToOne: false;
            referencedRelation: 'journal_prompts';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'journal_entries_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      journal_prompts: {
        Row: {
          area_code: string | null;
          code: string;
          created_at: string;
          hint: NonNullable<Json>;
          id: string;
          is_active: boolean;
          kind: string;
          mbti_type: string | null;
          moment: string;
          position: number;
          question: NonNullable<Json>;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          area_code?: string | null;
          code: string;
          created_at?: string;
          hint: NonNullable<Json>;
          id: string;
          is_active?: boolean;
          kind: string;
          mbti_type?: string | null;
          moment?: string;
          position: number;
          question: NonNullable<Json>;
          updated_at?: string;
        };
        Update: {
          area_code?: string | null;
          code?: string;
          created_at?: string;
          hint?: NonNullable<Json>;
          id?: string;
          is_active?: boolean;
          kind?: string;
          mbti_type?: string | null;
          moment?: string;
          position?: number;
          question?: NonNullable<Json>;
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'journal_prompts_mbti_type_fkey';
            columns: ['mbti_type'];
            isOneToOne: false;
            referencedRelation: 'mbti_types';
            referencedColumns: ['code'];
          },
        ];
      };
      learned_preferences: {
        Row: {
          confidence: number;
          created_at: string;
          evidence: string | null;
          evidence_count: number;
          first_observed_at: string;
          id: string;
          key: string;
          last_observed_at: string;
          source: string;
          updated_at: string;
          user_id: string;
          value: string;
        };
        ComputedFields: never;
        Insert: {
          confidence: number;
          created_at?: string;
          evidence?: string | null;
          evidence_count?: number;
          first_observed_at?: string;
          id?: string;
          key: string;
          last_observed_at?: string;
          source?: string;
          updated_at?: string;
          user_id: string;
          value: string;
        };
        Update: {
          confidence?: number;
          created_at?: string;
          evidence?: string | null;
          evidence_count?: number;
          first_observed_at?: string;
          id?: string;
          key?: string;
          last_observed_at?: string;
          source?: string;
          updated_at?: string;
          user_id?: string;
          value?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'learned_preferences_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      learning_analytics: {
        Row: {
          accuracy_percentage: number | null;
          active_days: number;
          analysis_date: string;
          average_completion_rate: number | null;
          average_performance: number | null;
          concepts_mastered_count: number;
          created_at: string;
          data_source: string;
          id: string;
          introductions_count: number;
          learning_velocity: number | null;
          questions_attempted: number;
          questions_correct: number;
          recall_rate: number | null;
          review_minutes: number;
          reviews_count: number;
          session_minutes: number;
          sessions_count: number;
          subjects: NonNullable<Json>;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          accuracy_percentage?: number | null;
          active_days: number;
          analysis_date: string;
          average_completion_rate?: number | null;
          average_performance?: number | null;
          concepts_mastered_count: number;
          created_at?: string;
          data_source: string;
          id: string;
          introductions_count: number;
          learning_velocity?: number | null;
          questions_attempted: number;
          questions_correct: number;
          recall_rate?: number | null;
          review_minutes: number;
          reviews_count: number;
          session_minutes: number;
          sessions_count: number;
          subjects: NonNullable<Json>;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          accuracy_percentage?: number | null;
          active_days?: number;
          analysis_date?: string;
          average_completion_rate?: number | null;
          average_performance?: number | null;
          concepts_mastered_count?: number;
          created_at?: string;
          data_source?: string;
          id?: string;
          introductions_count?: number;
          learning_velocity?: number | null;
          questions_attempted?: number;
          questions_correct?: number;
          recall_rate?: number | null;
          review_minutes?: number;
          reviews_count?: number;
          session_minutes?: number;
          sessions_count?: number;
          subjects?: NonNullable<Json>;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'learning_analytics_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      learning_dna: {
        Row: {
          abstract_vs_concrete: number | null;
          achievement_sensitivity: number | null;
          attention_span_minutes: number | null;
          autonomy_preference: string | null;
          challenge_tolerance: string | null;
          confidence_builders: string[];
          created_at: string;
          emotional_recovery_strategies: string[];
          emotional_resilience_score: number | null;
          engagement_factors: string[];
          example_density_preference: string | null;
          explanation_depth_preference: string | null;
          extrinsic_motivation_responsiveness: number | null;
          feedback_preference: string | null;
          goal_orientation: string | null;
          id: string;
          information_processing_preference: string | null;
          intrinsic_motivation_level: number | null;
          learning_style_assessed_at: string | null;
          learning_style_assessment_method: string | null;
          learning_style_confidence: number | null;
          multitasking_ability: string | null;
          optimal_emotional_states: string[];
          overall_learning_velocity: number | null;
          personalization_effectiveness: number | null;
          preferred_difficulty_level: number | null;
          primary_learning_style: string | null;
          problematic_emotional_states: string[];
          processing_speed: string | null;
          secondary_learning_style: string | null;
          stress_triggers: string[];
          subjects_performance: NonNullable<Json>;
          updated_at: string;
          user_id: string;
          version: number;
          working_memory_capacity: string | null;
        };
        ComputedFields: never;
        Insert: {
          abstract_vs_concrete?: number | null;
          achievement_sensitivity?: number | null;
          attention_span_minutes?: number | null;
          autonomy_preference?: string | null;
          challenge_tolerance?: string | null;
          confidence_builders?: string[];
          created_at?: string;
          emotional_recovery_strategies?: string[];
          emotional_resilience_score?: number | null;
          engagement_factors?: string[];
          example_density_preference?: string | null;
          explanation_depth_preference?: string | null;
          extrinsic_motivation_responsiveness?: number | null;
          feedback_preference?: string | null;
          goal_orientation?: string | null;
          id: string;
          information_processing_preference?: string | null;
          intrinsic_motivation_level?: number | null;
          learning_style_assessed_at?: string | null;
          learning_style_assessment_method?: string | null;
          learning_style_confidence?: number | null;
          multitasking_ability?: string | null;
          optimal_emotional_states?: string[];
          overall_learning_velocity?: number | null;
          personalization_effectiveness?: number | null;
          preferred_difficulty_level?: number | null;
          primary_learning_style?: string | null;
          problematic_emotional_states?: string[];
          processing_speed?: string | null;
          secondary_learning_style?: string | null;
          stress_triggers?: string[];
          subjects_performance?: NonNullable<Json>;
          updated_at?: string;
          user_id: string;
          version?: number;
          working_memory_capacity?: string | null;
        };
        Update: {
          abstract_vs_concrete?: number | null;
          achievement_sensitivity?: number | null;
          attention_span_minutes?: number | null;
          autonomy_preference?: string | null;
          challenge_tolerance?: string | null;
          confidence_builders?: string[];
          created_at?: string;
          emotional_recovery_strategies?: string[];
          emotional_resilience_score?: number | null;
          engagement_factors?: string[];
          example_density_preference?: string | null;
          explanation_depth_preference?: string | null;
          extrinsic_motivation_responsiveness?: number | null;
          feedback_preference?: string | null;
          goal_orientation?: string | null;
          id?: string;
          information_processing_preference?: string | null;
          intrinsic_motivation_level?: number | null;
          learning_style_assessed_at?: string | null;
          learning_style_assessment_method?: string | null;
          learning_style_confidence?: number | null;
          multitasking_ability?: string | null;
          optimal_emotional_states?: string[];
          overall_learning_velocity?: number | null;
          personalization_effectiveness?: number | null;
          preferred_difficulty_level?: number | null;
          primary_learning_style?: string | null;
          problematic_emotional_states?: string[];
          processing_speed?: string | null;
          secondary_learning_style?: string | null;
          stress_triggers?: string[];
          subjects_performance?: NonNullable<Json>;
          updated_at?: string;
          user_id?: string;
          version?: number;
          working_memory_capacity?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'learning_dna_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      learning_dna_assessments: {
        Row: {
          assessed_at: string;
          assessment_type: string;
          changes_made: string[];
          confidence_delta: number;
          created_at: string;
          dna_version: number | null;
          id: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          assessed_at?: string;
          assessment_type: string;
          changes_made?: string[];
          confidence_delta?: number;
          created_at?: string;
          dna_version?: number | null;
          id?: string;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          assessed_at?: string;
          assessment_type?: string;
          changes_made?: string[];
          confidence_delta?: number;
          created_at?: string;
          dna_version?: number | null;
          id?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'learning_dna_assessments_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      learning_interactions: {
        Row: {
          adaptations_applied: string[];
          ai_cache_hit: boolean | null;
          ai_cost_micros: number | null;
          ai_provider: string | null;
          ai_quality_score: number | null;
          ai_response_time_ms: number | null;
          ai_text: string | null;
          ai_tokens_used: number | null;
          content_modifications: string[];
          created_at: string;
          detected_emotion: string | null;
          difficulty_adjustment: number | null;
          emotion_confidence: number | null;
          emotional_intensity: number | null;
          explanation_style: string | null;
          id: string;
          interaction_type: string;
          occurred_at: string;
          session_id: string;
          updated_at: string;
          user_id: string;
          user_input: string | null;
        };
        ComputedFields: never;
        Insert: {
          adaptations_applied?: string[];
          ai_cache_hit?: boolean | null;
          ai_cost_micros?: number | null;
          ai_provider?: string | null;
          ai_quality_score?: number | null;
          ai_response_time_ms?: number | null;
          ai_text?: string | null;
          ai_tokens_used?: number | null;
          content_modifications?: string[];
          created_at?: string;
          detected_emotion?: string | null;
          difficulty_adjustment?: number | null;
          emotion_confidence?: number | null;
          emotional_intensity?: number | null;
          explanation_style?: string | null;
          id?: string;
          interaction_type: string;
          occurred_at?: string;
          session_id: string;
          updated_at?: string;
          user_id: string;
          user_input?: string | null;
        };
        Update: {
          adaptations_applied?: string[];
          ai_cache_hit?: boolean | null;
          ai_cost_micros?: number | null;
          ai_provider?: string | null;
          ai_quality_score?: number | null;
          ai_response_time_ms?: number | null;
          ai_text?: string | null;
          ai_tokens_used?: number | null;
          content_modifications?: string[];
          created_at?: string;
          detected_emotion?: string | null;
          difficulty_adjustment?: number | null;
          emotion_confidence?: number | null;
          emotional_intensity?: number | null;
          explanation_style?: string | null;
          id?: string;
          interaction_type?: string;
          occurred_at?: string;
          session_id?: string;
          updated_at?: string;
          user_id?: string;
          user_input?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'learning_interactions_session_id_fkey';
            columns: ['user_id', 'session_id'];
            isOneToOne: false;
            referencedRelation: 'learning_sessions';
            referencedColumns: ['user_id', 'id'];
          },
          {
            foreignKeyName: 'learning_interactions_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      learning_interventions: {
        Row: {
          applied_at: string;
          created_at: string;
          effectiveness_rating: number | null;
          emotional_state: string | null;
          id: string;
          intervention_type: string;
          reason: string | null;
          session_id: string | null;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          applied_at?: string;
          created_at?: string;
          effectiveness_rating?: number | null;
          emotional_state?: string | null;
          id?: string;
          intervention_type: string;
          reason?: string | null;
          session_id?: string | null;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          applied_at?: string;
          created_at?: string;
          effectiveness_rating?: number | null;
          emotional_state?: string | null;
          id?: string;
          intervention_type?: string;
          reason?: string | null;
          session_id?: string | null;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'learning_interventions_session_id_fkey';
            columns: ['user_id', 'session_id'];
            isOneToOne: false;
            referencedRelation: 'learning_sessions';
            referencedColumns: ['user_id', 'id'];
          },
          {
            foreignKeyName: 'learning_interventions_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      learning_sessions: {
        Row: {
          accuracy_percentage: number | null;
          ai_cache_hit_rate: number | null;
          ai_cost_currency: string;
          areas_needing_more_work: string[];
          average_ai_response_time_ms: number | null;
          average_response_time_seconds: number | null;
          concepts_introduced: string[];
          concepts_mastered: string[];
          concepts_practiced: string[];
          created_at: string;
          device_type: string | null;
          difficulty_progression: NonNullable<Json>;
          duration_minutes: number | null;
          emotional_satisfaction_rating: number | null;
          ended_at: string | null;
          final_emotional_state: string | null;
          follow_up_questions: number;
          id: string;
          initial_difficulty_level: number | null;
          initial_emotional_state: string | null;
          knowledge_gaps_identified: string[];
          learning_objectives: string[];
          learning_objectives_met: string[];
          mastery_demonstrations: NonNullable<Json>;
          next_session_recommendations: string[];
          overall_emotional_health_score: number | null;
          perceived_difficulty_rating: number | null;
          platform: string | null;
          providers_used: NonNullable<Json>;
          quality_scores: number[];
          questions_attempted: number;
          questions_correct: number;
          self_directed_exploration: boolean;
          session_completion_rate: number | null;
          session_type: string;
          started_at: string;
          subject_id: string | null;
          topics: string[];
          total_ai_cost_micros: number;
          total_ai_queries: number;
          total_tokens_consumed: number;
          updated_at: string;
          user_id: string;
          user_satisfaction_rating: number | null;
        };
        ComputedFields: never;
        Insert: {
          accuracy_percentage?: never;
          ai_cache_hit_rate?: number | null;
          ai_cost_currency?: string;
          areas_needing_more_work?: string[];
          average_ai_response_time_ms?: number | null;
          average_response_time_seconds?: number | null;
          concepts_introduced?: string[];
          concepts_mastered?: string[];
          concepts_practiced?: string[];
          created_at?: string;
          device_type?: string | null;
          difficulty_progression?: NonNullable<Json>;
          duration_minutes?: never;
          emotional_satisfaction_rating?: number | null;
          ended_at?: string | null;
          final_emotional_state?: string | null;
          follow_up_questions?: number;
          id?: string;
          initial_difficulty_level?: number | null;
          initial_emotional_state?: string | null;
          knowledge_gaps_identified?: string[];
          learning_objectives?: string[];
          learning_objectives_met?: string[];
          mastery_demonstrations?: NonNullable<Json>;
          next_session_recommendations?: string[];
          overall_emotional_health_score?: number | null;
          perceived_difficulty_rating?: number | null;
          platform?: string | null;
          providers_used?: NonNullable<Json>;
          quality_scores?: number[];
          questions_attempted?: number;
          questions_correct?: number;
          self_directed_exploration?: boolean;
          session_completion_rate?: number | null;
          session_type?: string;
          started_at?: string;
          subject_id?: string | null;
          topics?: string[];
          total_ai_cost_micros?: number;
          total_ai_queries?: number;
          total_tokens_consumed?: number;
          updated_at?: string;
          user_id: string;
          user_satisfaction_rating?: number | null;
        };
        Update: {
          accuracy_percentage?: never;
          ai_cache_hit_rate?: number | null;
          ai_cost_currency?: string;
          areas_needing_more_work?: string[];
          average_ai_response_time_ms?: number | null;
          average_response_time_seconds?: number | null;
          concepts_introduced?: string[];
          concepts_mastered?: string[];
          concepts_practiced?: string[];
          created_at?: string;
          device_type?: string | null;
          difficulty_progression?: NonNullable<Json>;
          duration_minutes?: never;
          emotional_satisfaction_rating?: number | null;
          ended_at?: string | null;
          final_emotional_state?: string | null;
          follow_up_questions?: number;
          id?: string;
          initial_difficulty_level?: number | null;
          initial_emotional_state?: string | null;
          knowledge_gaps_identified?: string[];
          learning_objectives?: string[];
          learning_objectives_met?: string[];
          mastery_demonstrations?: NonNullable<Json>;
          next_session_recommendations?: string[];
          overall_emotional_health_score?: number | null;
          perceived_difficulty_rating?: number | null;
          platform?: string | null;
          providers_used?: NonNullable<Json>;
          quality_scores?: number[];
          questions_attempted?: number;
          questions_correct?: number;
          self_directed_exploration?: boolean;
          session_completion_rate?: number | null;
          session_type?: string;
          started_at?: string;
          subject_id?: string | null;
          topics?: string[];
          total_ai_cost_micros?: number;
          total_ai_queries?: number;
          total_tokens_consumed?: number;
          updated_at?: string;
          user_id?: string;
          user_satisfaction_rating?: number | null;
        };
        Relationships: [
          {
            foreignKeyName: 'learning_sessions_subject_id_fkey';
            columns: ['subject_id'];
            isOneToOne: false;
            referencedRelation: 'subjects';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'learning_sessions_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      levensgebied_goals: {
        Row: {
          completed_at: string | null;
          created_at: string;
          description: string | null;
          due_on: string | null;
          id: string;
          levensgebied_id: string;
          position: number;
          status: string;
          target_score: number;
          title: string;
          updated_at: string;
          user_id: string;
          vision_id: string | null;
        };
        ComputedFields: never;
        Insert: {
          completed_at?: string | null;
          created_at?: string;
          description?: string | null;
          due_on?: string | null;
          id?: string;
          levensgebied_id: string;
          position?: number;
          status?: string;
          target_score: number;
          title: string;
          updated_at?: string;
          user_id: string;
          vision_id?: string | null;
        };
        Update: {
          completed_at?: string | null;
          created_at?: string;
          description?: string | null;
          due_on?: string | null;
          id?: string;
          levensgebied_id?: string;
          position?: number;
          status?: string;
          target_score?: number;
          title?: string;
          updated_at?: string;
          user_id?: string;
          vision_id?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'levensgebied_goals_levensgebied_id_fkey';
            columns: ['levensgebied_id'];
            isOneToOne: false;
            referencedRelation: 'levensgebieden';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'levensgebied_goals_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      levensgebied_questions: {
        Row: {
          created_at: string;
          id: string;
          is_reversed: boolean;
          levensgebied_id: string;
          position: number;
          statement: NonNullable<Json>;
          status: string;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          id?: string;
          is_reversed?: boolean;
          levensgebied_id: string;
          position: number;
          statement: NonNullable<Json>;
          status?: string;
          updated_at?: string;
        };
        Update: {
          created_at?: string;
          id?: string;
          is_reversed?: boolean;
          levensgebied_id?: string;
          position?: number;
          statement?: NonNullable<Json>;
          status?: string;
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'levensgebied_questions_levensgebied_id_fkey';
            columns: ['levensgebied_id', 'status'];
            isOneToOne: false;
            referencedRelation: 'levensgebieden';
            referencedColumns: ['id', 'status'];
          },
        ];
      };
      levensgebied_reflections: {
        Row: {
          body: string;
          created_at: string;
          id: string;
          levensgebied_id: string | null;
          question: string | null;
          reflected_on: string;
          score_id: string | null;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          body: string;
          created_at?: string;
          id?: string;
          levensgebied_id?: string | null;
          question?: string | null;
          reflected_on: string;
          score_id?: string | null;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          body?: string;
          created_at?: string;
          id?: string;
          levensgebied_id?: string | null;
          question?: string | null;
          reflected_on?: string;
          score_id?: string | null;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'levensgebied_reflections_levensgebied_id_fkey';
            columns: ['levensgebied_id'];
            isOneToOne: false;
            referencedRelation: 'levensgebieden';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'levensgebied_reflections_score_id_fkey';
            columns: ['user_id', 'score_id'];
            isOneToOne: false;
            referencedRelation: 'levensgebied_scores';
            referencedColumns: ['user_id', 'id'];
          },
          {
            foreignKeyName: 'levensgebied_reflections_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      levensgebied_scores: {
        Row: {
          answer_1: number;
          answer_2: number;
          answer_3: number;
          answer_4: number;
          created_at: string;
          id: string;
          levensgebied_id: string;
          note: string | null;
          score: number;
          scored_on: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          answer_1: number;
          answer_2: number;
          answer_3: number;
          answer_4: number;
          created_at?: string;
          id?: string;
          levensgebied_id: string;
          note?: string | null;
          score: number;
          scored_on: string;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          answer_1?: number;
          answer_2?: number;
          answer_3?: number;
          answer_4?: number;
          created_at?: string;
          id?: string;
          levensgebied_id?: string;
          note?: string | null;
          score?: number;
          scored_on?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'levensgebied_scores_levensgebied_id_fkey';
            columns: ['levensgebied_id'];
            isOneToOne: false;
            referencedRelation: 'levensgebieden';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'levensgebied_scores_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      levensgebied_versions: {
        Row: {
          answer_labels: NonNullable<Json>;
          changes: NonNullable<Json>;
          created_at: string;
          id: string;
          published_at: string | null;
          retired_at: string | null;
          status: string;
          updated_at: string;
          version: number;
        };
        ComputedFields: never;
        Insert: {
          answer_labels: NonNullable<Json>;
          changes: NonNullable<Json>;
          created_at?: string;
          id?: string;
          published_at?: string | null;
          retired_at?: string | null;
          status?: string;
          updated_at?: string;
          version: number;
        };
        Update: {
          answer_labels?: NonNullable<Json>;
          changes?: NonNullable<Json>;
          created_at?: string;
          id?: string;
          published_at?: string | null;
          retired_at?: string | null;
          status?: string;
          updated_at?: string;
          version?: number;
        };
        Relationships: [];
      };
      levensgebieden: {
        Row: {
          code: string;
          color: string;
          created_at: string;
          description: NonNullable<Json>;
          icon: string;
          id: string;
          name: NonNullable<Json>;
          position: number;
          status: string;
          updated_at: string;
          version_id: string;
        };
        ComputedFields: never;
        Insert: {
          code: string;
          color: string;
          created_at?: string;
          description: NonNullable<Json>;
          icon: string;
          id?: string;
          name: NonNullable<Json>;
          position: number;
          status?: string;
          updated_at?: string;
          version_id: string;
        };
        Update: {
          code?: string;
          color?: string;
          created_at?: string;
          description?: NonNullable<Json>;
          icon?: string;
          id?: string;
          name?: NonNullable<Json>;
          position?: number;
          status?: string;
          updated_at?: string;
          version_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'levensgebieden_version_id_fkey';
            columns: ['version_id', 'status'];
            isOneToOne: false;
            referencedRelation: 'levensgebied_versions';
            referencedColumns: ['id', 'status'];
          },
        ];
      };
      mastery_reviews: {
        Row: {
          activity_type: string;
          concept_id: string;
          created_at: string;
          difficulty: number | null;
          difficulty_level: number | null;
          emotional_state: string | null;
          id: string;
          interval_adjustment_days: number | null;
          interval_days: number | null;
          mastery_level: number | null;
          performance_score: number | null;
          rating: number | null;
          reached_mastery: boolean;
          reviewed_at: string;
          session_id: string | null;
          stability: number | null;
          time_spent_minutes: number | null;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          activity_type?: string;
          concept_id: string;
          created_at?: string;
          difficulty?: number | null;
          difficulty_level?: number | null;
          emotional_state?: string | null;
          id?: string;
          interval_adjustment_days?: number | null;
          interval_days?: number | null;
          mastery_level?: number | null;
          performance_score?: number | null;
          rating?: number | null;
          reached_mastery?: boolean;
          reviewed_at?: string;
          session_id?: string | null;
          stability?: number | null;
          time_spent_minutes?: number | null;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          activity_type?: string;
          concept_id?: string;
          created_at?: string;
          difficulty?: number | null;
          difficulty_level?: number | null;
          emotional_state?: string | null;
          id?: string;
          interval_adjustment_days?: number | null;
          interval_days?: number | null;
          mastery_level?: number | null;
          performance_score?: number | null;
          rating?: number | null;
          reached_mastery?: boolean;
          reviewed_at?: string;
          session_id?: string | null;
          stability?: number | null;
          time_spent_minutes?: number | null;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'mastery_reviews_concept_id_fkey';
            columns: ['concept_id'];
            isOneToOne: false;
            referencedRelation: 'concepts';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'mastery_reviews_session_id_fkey';
            columns: ['user_id', 'session_id'];
            isOneToOne: false;
            referencedRelation: 'learning_sessions';
            referencedColumns: ['user_id', 'id'];
          },
          {
            foreignKeyName: 'mastery_reviews_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      mbti_insights: {
        Row: {
          body: string;
          confidence: number | null;
          created_at: string;
          evidence: string[];
          function_code: string | null;
          id: string;
          kind: string;
          locale: string;
          mbti_type: string;
          observed_at: string;
          session_id: string | null;
          suggestion: string | null;
          title: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          body: string;
          confidence?: number | null;
          created_at?: string;
          evidence?: string[];
          function_code?: string | null;
          id?: string;
          kind: string;
          locale?: string;
          mbti_type: string;
          observed_at?: string;
          session_id?: string | null;
          suggestion?: string | null;
          title: string;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          body?: string;
          confidence?: number | null;
          created_at?: string;
          evidence?: string[];
          function_code?: string | null;
          id?: string;
          kind?: string;
          locale?: string;
          mbti_type?: string;
          observed_at?: string;
          session_id?: string | null;
          suggestion?: string | null;
          title?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'mbti_insights_session_id_fkey';
            columns: ['user_id', 'session_id'];
            isOneToOne: false;
            referencedRelation: 'coaching_sessions';
            referencedColumns: ['user_id', 'id'];
          },
          {
            foreignKeyName: 'mbti_insights_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
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
      mbti_type_statistics: {
        Row: {
          average: number;
          created_at: string;
          id: string;
          mbti_type: string;
          metric: string;
          people: number;
          period_end: string;
          period_start: string;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          average: number;
          created_at?: string;
          id: string;
          mbti_type: string;
          metric: string;
          people: number;
          period_end: string;
          period_start: string;
          updated_at?: string;
        };
        Update: {
          average?: number;
          created_at?: string;
          id?: string;
          mbti_type?: string;
          metric?: string;
          people?: number;
          period_end?: string;
          period_start?: string;
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'mbti_type_statistics_mbti_type_fkey';
            columns: ['mbti_type'];
            isOneToOne: false;
            referencedRelation: 'mbti_types';
            referencedColumns: ['code'];
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
      messages: {
        Row: {
          ai_interaction_id: string | null;
          content: string;
          conversation_id: string;
          created_at: string;
          id: string;
          language: string | null;
          rating: number | null;
          role: string;
          sent_at: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          ai_interaction_id?: string | null;
          content: string;
          conversation_id: string;
          created_at?: string;
          id?: string;
          language?: string | null;
          rating?: number | null;
          role?: string;
          sent_at?: string;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          ai_interaction_id?: string | null;
          content?: string;
          conversation_id?: string;
          created_at?: string;
          id?: string;
          language?: string | null;
          rating?: number | null;
          role?: string;
          sent_at?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'messages_conversation_id_fkey';
            columns: ['user_id', 'conversation_id'];
            isOneToOne: false;
            referencedRelation: 'conversations';
            referencedColumns: ['user_id', 'id'];
          },
          {
            foreignKeyName: 'messages_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      met24_assessments: {
        Row: {
          assessed_on: string;
          completed_at: string | null;
          created_at: string;
          domains_scored: number;
          id: string;
          note: string | null;
          overall_score: number | null;
          status: string;
          title: string | null;
          updated_at: string;
          user_id: string;
          version_id: string;
        };
        ComputedFields: never;
        Insert: {
          assessed_on: string;
          completed_at?: string | null;
          created_at?: string;
          domains_scored?: number;
          id?: string;
          note?: string | null;
          overall_score?: number | null;
          status?: string;
          title?: string | null;
          updated_at?: string;
          user_id: string;
          version_id: string;
        };
        Update: {
          assessed_on?: string;
          completed_at?: string | null;
          created_at?: string;
          domains_scored?: number;
          id?: string;
          note?: string | null;
          overall_score?: number | null;
          status?: string;
          title?: string | null;
          updated_at?: string;
          user_id?: string;
          version_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'met24_assessments_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'met24_assessments_version_id_fkey';
            columns: ['version_id'];
            isOneToOne: false;
            referencedRelation: 'met24_versions';
            referencedColumns: ['id'];
          },
        ];
      };
      met24_domains: {
        Row: {
          code: string;
          color: string;
          created_at: string;
          description: NonNullable<Json>;
          guiding_questions: NonNullable<Json>;
          icon: string;
          id: string;
          name: NonNullable<Json>;
          position: number;
          status: string;
          updated_at: string;
          version_id: string;
        };
        ComputedFields: never;
        Insert: {
          code: string;
          color: string;
          created_at?: string;
          description: NonNullable<Json>;
          guiding_questions: NonNullable<Json>;
          icon: string;
          id?: string;
          name: NonNullable<Json>;
          position: number;
          status?: string;
          updated_at?: string;
          version_id: string;
        };
        Update: {
          code?: string;
          color?: string;
          created_at?: string;
          description?: NonNullable<Json>;
          guiding_questions?: NonNullable<Json>;
          icon?: string;
          id?: string;
          name?: NonNullable<Json>;
          position?: number;
          status?: string;
          updated_at?: string;
          version_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'met24_domains_version_id_fkey';
            columns: ['version_id', 'status'];
            isOneToOne: false;
            referencedRelation: 'met24_versions';
            referencedColumns: ['id', 'status'];
          },
        ];
      };
      met24_goals: {
        Row: {
          completed_at: string | null;
          created_at: string;
          description: string | null;
          domain_id: string;
          due_on: string | null;
          id: string;
          position: number;
          status: string;
          target_level_id: string | null;
          target_score: number;
          title: string;
          updated_at: string;
          user_id: string;
          vision_id: string | null;
        };
        ComputedFields: never;
        Insert: {
          completed_at?: string | null;
          created_at?: string;
          description?: string | null;
          domain_id: string;
          due_on?: string | null;
          id?: string;
          position?: number;
          status?: string;
          target_level_id?: string | null;
          target_score: number;
          title: string;
          updated_at?: string;
          user_id: string;
          vision_id?: string | null;
        };
        Update: {
          completed_at?: string | null;
          created_at?: string;
          description?: string | null;
          domain_id?: string;
          due_on?: string | null;
          id?: string;
          position?: number;
          status?: string;
          target_level_id?: string | null;
          target_score?: number;
          title?: string;
          updated_at?: string;
          user_id?: string;
          vision_id?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'met24_goals_domain_id_fkey';
            columns: ['domain_id'];
            isOneToOne: false;
            referencedRelation: 'met24_domains';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'met24_goals_target_level_id_fkey';
            columns: ['target_level_id'];
            isOneToOne: false;
            referencedRelation: 'met24_levels';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'met24_goals_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      met24_levels: {
        Row: {
          code: string;
          created_at: string;
          description: NonNullable<Json>;
          guiding_questions: NonNullable<Json>;
          id: string;
          name: NonNullable<Json>;
          position: number;
          status: string;
          updated_at: string;
          version_id: string;
        };
        ComputedFields: never;
        Insert: {
          code: string;
          created_at?: string;
          description: NonNullable<Json>;
          guiding_questions: NonNullable<Json>;
          id?: string;
          name: NonNullable<Json>;
          position: number;
          status?: string;
          updated_at?: string;
          version_id: string;
        };
        Update: {
          code?: string;
          created_at?: string;
          description?: NonNullable<Json>;
          guiding_questions?: NonNullable<Json>;
          id?: string;
          name?: NonNullable<Json>;
          position?: number;
          status?: string;
          updated_at?: string;
          version_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'met24_levels_version_id_fkey';
            columns: ['version_id', 'status'];
            isOneToOne: false;
            referencedRelation: 'met24_versions';
            referencedColumns: ['id', 'status'];
          },
        ];
      };
      met24_reflections: {
        Row: {
          assessment_id: string | null;
          body: string;
          created_at: string;
          domain_id: string | null;
          id: string;
          question: string | null;
          reflected_on: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          assessment_id?: string | null;
          body: string;
          created_at?: string;
          domain_id?: string | null;
          id?: string;
          question?: string | null;
          reflected_on: string;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          assessment_id?: string | null;
          body?: string;
          created_at?: string;
          domain_id?: string | null;
          id?: string;
          question?: string | null;
          reflected_on?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'met24_reflections_assessment_id_fkey';
            columns: ['user_id', 'assessment_id'];
            isOneToOne: false;
            referencedRelation: 'met24_assessments';
            referencedColumns: ['user_id', 'id'];
          },
          {
            foreignKeyName: 'met24_reflections_domain_id_fkey';
            columns: ['domain_id'];
            isOneToOne: false;
            referencedRelation: 'met24_domains';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'met24_reflections_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      met24_scores: {
        Row: {
          assessment_id: string;
          confidence: number | null;
          created_at: string;
          domain_id: string;
          id: string;
          level_id: string | null;
          note: string | null;
          score: number;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          assessment_id: string;
          confidence?: number | null;
          created_at?: string;
          domain_id: string;
          id?: string;
          level_id?: string | null;
          note?: string | null;
          score: number;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          assessment_id?: string;
          confidence?: number | null;
          created_at?: string;
          domain_id?: string;
          id?: string;
          level_id?: string | null;
          note?: string | null;
          score?: number;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'met24_scores_assessment_id_fkey';
            columns: ['user_id', 'assessment_id'];
            isOneToOne: false;
            referencedRelation: 'met24_assessments';
            referencedColumns: ['user_id', 'id'];
          },
          {
            foreignKeyName: 'met24_scores_domain_id_fkey';
            columns: ['domain_id'];
            isOneToOne: false;
            referencedRelation: 'met24_domains';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'met24_scores_level_id_fkey';
            columns: ['level_id'];
            isOneToOne: false;
            referencedRelation: 'met24_levels';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'met24_scores_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      met24_versions: {
        Row: {
          changes: NonNullable<Json>;
          created_at: string;
          id: string;
          published_at: string | null;
          retired_at: string | null;
          status: string;
          updated_at: string;
          version: number;
        };
        ComputedFields: never;
        Insert: {
          changes: NonNullable<Json>;
          created_at?: string;
          id?: string;
          published_at?: string | null;
          retired_at?: string | null;
          status?: string;
          updated_at?: string;
          version: number;
        };
        Update: {
          changes?: NonNullable<Json>;
          created_at?: string;
          id?: string;
          published_at?: string | null;
          retired_at?: string | null;
          status?: string;
          updated_at?: string;
          version?: number;
        };
        Relationships: [];
      };
      mood_entries: {
        Row: {
          area_code: string | null;
          created_at: string;
          emotion: string;
          energy: number | null;
          felt_at: string;
          id: string;
          influences: string[];
          intensity: number;
          journal_entry_id: string | null;
          note: string | null;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          area_code?: string | null;
          created_at?: string;
          emotion: string;
          energy?: number | null;
          felt_at?: string;
          id?: string;
          influences?: string[];
          intensity?: number;
          journal_entry_id?: string | null;
          note?: string | null;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          area_code?: string | null;
          created_at?: string;
          emotion?: string;
          energy?: number | null;
          felt_at?: string;
          id?: string;
          influences?: string[];
          intensity?: number;
          journal_entry_id?: string | null;
          note?: string | null;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'mood_entries_journal_entry_id_fkey';
            columns: ['user_id', 'journal_entry_id'];
            isOneToOne: false;
            referencedRelation: 'journal_entries';
            referencedColumns: ['user_id', 'id'];
          },
          {
            foreignKeyName: 'mood_entries_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      notification_kinds: {
        Row: {
          code: string;
          created_at: string;
          description: NonNullable<Json>;
          email: boolean;
          id: string;
          in_app: boolean;
          is_mandatory: boolean;
          name: NonNullable<Json>;
          position: number;
          push: boolean;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          code: string;
          created_at?: string;
          description: NonNullable<Json>;
          email: boolean;
          id: string;
          in_app: boolean;
          is_mandatory: boolean;
          name: NonNullable<Json>;
          position: number;
          push: boolean;
          updated_at?: string;
        };
        Update: {
          code?: string;
          created_at?: string;
          description?: NonNullable<Json>;
          email?: boolean;
          id?: string;
          in_app?: boolean;
          is_mandatory?: boolean;
          name?: NonNullable<Json>;
          position?: number;
          push?: boolean;
          updated_at?: string;
        };
        Relationships: [];
      };
      notification_preferences: {
        Row: {
          created_at: string;
          email: boolean;
          id: string;
          in_app: boolean;
          kind_code: string;
          push: boolean;
          quiet_from: string | null;
          quiet_until: string | null;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          email?: boolean;
          id?: string;
          in_app?: boolean;
          kind_code: string;
          push?: boolean;
          quiet_from?: string | null;
          quiet_until?: string | null;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          created_at?: string;
          email?: boolean;
          id?: string;
          in_app?: boolean;
          kind_code?: string;
          push?: boolean;
          quiet_from?: string | null;
          quiet_until?: string | null;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'notification_preferences_kind_code_fkey';
            columns: ['kind_code'];
            isOneToOne: false;
            referencedRelation: 'notification_kinds';
            referencedColumns: ['code'];
          },
          {
            foreignKeyName: 'notification_preferences_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      notifications: {
        Row: {
          action_path: string | null;
          body: string | null;
          channels: string[];
          created_at: string;
          dedupe_key: string | null;
          deliver_at: string;
          delivered_at: string | null;
          dismissed_at: string | null;
          expires_at: string | null;
          id: string;
          importance: string;
          kind_code: string;
          read_at: string | null;
          title: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          action_path?: string | null;
          body?: string | null;
          channels?: string[];
          created_at?: string;
          dedupe_key?: string | null;
          deliver_at?: string;
          delivered_at?: string | null;
          dismissed_at?: string | null;
          expires_at?: string | null;
          id?: string;
          importance?: string;
          kind_code: string;
          read_at?: string | null;
          title: string;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          action_path?: string | null;
          body?: string | null;
          channels?: string[];
          created_at?: string;
          dedupe_key?: string | null;
          deliver_at?: string;
          delivered_at?: string | null;
          dismissed_at?: string | null;
          expires_at?: string | null;
          id?: string;
          importance?: string;
          kind_code?: string;
          read_at?: string | null;
          title?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'notifications_kind_code_fkey';
            columns: ['kind_code'];
            isOneToOne: false;
            referencedRelation: 'notification_kinds';
            referencedColumns: ['code'];
          },
          {
            foreignKeyName: 'notifications_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      onboarding_flows: {
        Row: {
          audience: string;
          code: string;
          created_at: string;
          description: NonNullable<Json>;
          estimated_minutes: number;
          icon: string;
          id: string;
          is_active: boolean;
          is_default: boolean;
          name: NonNullable<Json>;
          position: number;
          updated_at: string;
          version: number;
        };
        ComputedFields: never;
        Insert: {
          audience?: string;
          code: string;
          created_at?: string;
          description: NonNullable<Json>;
          estimated_minutes: number;
          icon: string;
          id: string;
          is_active?: boolean;
          is_default?: boolean;
          name: NonNullable<Json>;
          position: number;
          updated_at?: string;
          version: number;
        };
        Update: {
          audience?: string;
          code?: string;
          created_at?: string;
          description?: NonNullable<Json>;
          estimated_minutes?: number;
          icon?: string;
          id?: string;
          is_active?: boolean;
          is_default?: boolean;
          name?: NonNullable<Json>;
          position?: number;
          updated_at?: string;
          version?: number;
        };
        Relationships: [];
      };
      onboarding_progress: {
        Row: {
          completed_at: string | null;
          created_at: string;
          current_step_id: string | null;
          flow_id: string;
          id: string;
          skipped_at: string | null;
          started_at: string;
          status: string;
          steps_done: number;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          completed_at?: string | null;
          created_at?: string;
          current_step_id?: string | null;
          flow_id: string;
          id: string;
          skipped_at?: string | null;
          started_at?: string;
          status?: never;
          steps_done?: number;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          completed_at?: string | null;
          created_at?: string;
          current_step_id?: string | null;
          flow_id?: string;
          id?: string;
          skipped_at?: string | null;
          started_at?: string;
          status?: never;
          steps_done?: number;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'onboarding_progress_current_step_id_fkey';
            columns: ['flow_id', 'current_step_id'];
            isOneToOne: false;
            referencedRelation: 'onboarding_steps';
            referencedColumns: ['flow_id', 'id'];
          },
          {
            foreignKeyName: 'onboarding_progress_flow_id_fkey';
            columns: ['flow_id'];
            isOneToOne: false;
            referencedRelation: 'onboarding_flows';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'onboarding_progress_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      onboarding_responses: {
        Row: {
          answer: string | null;
          attempt_id: string | null;
          choices: string[];
          created_at: string;
          flow_id: string;
          id: string;
          rating: number | null;
          responded_at: string;
          status: string;
          step_id: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          answer?: string | null;
          attempt_id?: string | null;
          choices?: string[];
          created_at?: string;
          flow_id: string;
          id: string;
          rating?: number | null;
          responded_at?: string;
          status?: string;
          step_id: string;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          answer?: string | null;
          attempt_id?: string | null;
          choices?: string[];
          created_at?: string;
          flow_id?: string;
          id?: string;
          rating?: number | null;
          responded_at?: string;
          status?: string;
          step_id?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'onboarding_responses_attempt_id_fkey';
            columns: ['user_id', 'attempt_id'];
            isOneToOne: false;
            referencedRelation: 'assessment_attempts';
            referencedColumns: ['user_id', 'id'];
          },
          {
            foreignKeyName: 'onboarding_responses_flow_id_fkey';
            columns: ['user_id', 'flow_id'];
            isOneToOne: false;
            referencedRelation: 'onboarding_progress';
            referencedColumns: ['user_id', 'id'];
          },
          {
            foreignKeyName: 'onboarding_responses_step_id_fkey';
            columns: ['flow_id', 'step_id'];
            isOneToOne: false;
            referencedRelation: 'onboarding_steps';
            referencedColumns: ['flow_id', 'id'];
          },
          {
            foreignKeyName: 'onboarding_responses_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      onboarding_steps: {
        Row: {
          assessment_code: string | null;
          body: NonNullable<Json>;
          code: string;
          created_at: string;
          fills_column: string | null;
          flow_id: string;
          icon: string | null;
          id: string;
          is_required: boolean;
          kind: string;
          max_choices: number | null;
          options: Json | null;
          position: number;
          scale_ends: Json | null;
          scale_points: number | null;
          title: NonNullable<Json>;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          assessment_code?: string | null;
          body: NonNullable<Json>;
          code: string;
          created_at?: string;
          fills_column?: string | null;
          flow_id: string;
          icon?: string | null;
          id: string;
          is_required: boolean;
          kind: string;
          max_choices?: number | null;
          options?: Json | null;
          position: number;
          scale_ends?: Json | null;
          scale_points?: number | null;
          title: NonNullable<Json>;
          updated_at?: string;
        };
        Update: {
          assessment_code?: string | null;
          body?: NonNullable<Json>;
          code?: string;
          created_at?: string;
          fills_column?: string | null;
          flow_id?: string;
          icon?: string | null;
          id?: string;
          is_required?: boolean;
          kind?: string;
          max_choices?: number | null;
          options?: Json | null;
          position?: number;
          scale_ends?: Json | null;
          scale_points?: number | null;
          title?: NonNullable<Json>;
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'onboarding_steps_flow_id_fkey';
            columns: ['flow_id'];
            isOneToOne: false;
            referencedRelation: 'onboarding_flows';
            referencedColumns: ['id'];
          },
        ];
      };
      organization_domains: {
        Row: {
          created_at: string;
          domain: string;
          id: string;
          organization_id: string;
          updated_at: string;
          verification_token: string;
          verified_at: string | null;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          domain: string;
          id?: string;
          organization_id: string;
          updated_at?: string;
          verification_token: string;
          verified_at?: string | null;
        };
        Update: {
          created_at?: string;
          domain?: string;
          id?: string;
          organization_id?: string;
          updated_at?: string;
          verification_token?: string;
          verified_at?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'organization_domains_organization_id_fkey';
            columns: ['organization_id'];
            isOneToOne: false;
            referencedRelation: 'organizations';
            referencedColumns: ['id'];
          },
        ];
      };
      organization_invitations: {
        Row: {
          accepted_at: string | null;
          accepted_by: string | null;
          created_at: string;
          declined_at: string | null;
          email: string | null;
          expires_at: string;
          id: string;
          invited_by: string | null;
          organization_id: string;
          revoked_at: string | null;
          role: string;
          token_hash: string;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          accepted_at?: string | null;
          accepted_by?: string | null;
          created_at?: string;
          declined_at?: string | null;
          email?: string | null;
          expires_at: string;
          id?: string;
          invited_by?: string | null;
          organization_id: string;
          revoked_at?: string | null;
          role?: string;
          token_hash: string;
          updated_at?: string;
        };
        Update: {
          accepted_at?: string | null;
          accepted_by?: string | null;
          created_at?: string;
          declined_at?: string | null;
          email?: string | null;
          expires_at?: string;
          id?: string;
          invited_by?: string | null;
          organization_id?: string;
          revoked_at?: string | null;
          role?: string;
          token_hash?: string;
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'organization_invitations_accepted_by_fkey';
            columns: ['organization_id', 'accepted_by'];
            isOneToOne: false;
            referencedRelation: 'organization_members';
            referencedColumns: ['organization_id', 'user_id'];
          },
          {
            foreignKeyName: 'organization_invitations_invited_by_fkey';
            columns: ['organization_id', 'invited_by'];
            isOneToOne: false;
            referencedRelation: 'organization_members';
            referencedColumns: ['organization_id', 'user_id'];
          },
          {
            foreignKeyName: 'organization_invitations_organization_id_fkey';
            columns: ['organization_id'];
            isOneToOne: false;
            referencedRelation: 'organizations';
            referencedColumns: ['id'];
          },
        ];
      };
      organization_members: {
        Row: {
          created_at: string;
          display_name: string | null;
          id: string;
          invited_by: string | null;
          joined_at: string;
          joined_by: string;
          organization_id: string;
          role: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          display_name?: string | null;
          id?: string;
          invited_by?: string | null;
          joined_at?: string;
          joined_by: string;
          organization_id: string;
          role?: string;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          created_at?: string;
          display_name?: string | null;
          id?: string;
          invited_by?: string | null;
          joined_at?: string;
          joined_by?: string;
          organization_id?: string;
          role?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'organization_members_invited_by_fkey';
            columns: ['organization_id', 'invited_by'];
            isOneToOne: false;
            referencedRelation: 'organization_members';
            referencedColumns: ['organization_id', 'user_id'];
          },
          {
            foreignKeyName: 'organization_members_organization_id_fkey';
            columns: ['organization_id'];
            isOneToOne: false;
            referencedRelation: 'organizations';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'organization_members_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      organizations: {
        Row: {
          accent_color: string | null;
          allows_domain_join: boolean;
          brand_color: string | null;
          coaches_may_invite: boolean;
          created_at: string;
          default_locale: string;
          description: string | null;
          id: string;
          logo_path: string | null;
          name: string;
          plan_id: string | null;
          seat_limit: number | null;
          slug: string;
          subscription_ends_at: string | null;
          subscription_status: string;
          timezone: string;
          updated_at: string;
          website_url: string | null;
          week_starts_on: number;
        };
        ComputedFields: never;
        Insert: {
          accent_color?: string | null;
          allows_domain_join?: boolean;
          brand_color?: string | null;
          coaches_may_invite?: boolean;
          created_at?: string;
          default_locale?: string;
          description?: string | null;
          id?: string;
          logo_path?: string | null;
          name: string;
          plan_id?: string | null;
          seat_limit?: number | null;
          slug: string;
          subscription_ends_at?: string | null;
          subscription_status?: string;
          timezone?: string;
          updated_at?: string;
          website_url?: string | null;
          week_starts_on?: number;
        };
        Update: {
          accent_color?: string | null;
          allows_domain_join?: boolean;
          brand_color?: string | null;
          coaches_may_invite?: boolean;
          created_at?: string;
          default_locale?: string;
          description?: string | null;
          id?: string;
          logo_path?: string | null;
          name?: string;
          plan_id?: string | null;
          seat_limit?: number | null;
          slug?: string;
          subscription_ends_at?: string | null;
          subscription_status?: string;
          timezone?: string;
          updated_at?: string;
          website_url?: string | null;
          week_starts_on?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'organizations_plan_id_fkey';
            columns: ['plan_id'];
            isOneToOne: false;
            referencedRelation: 'plans';
            referencedColumns: ['id'];
          },
        ];
      };
      payment_events: {
        Row: {
          customer_id: string | null;
          event_id: string;
          id: string;
          kind: string;
          object_id: string | null;
          object_kind: string | null;
          occurred_at: string;
          outcome: string;
          payload: NonNullable<Json>;
          provider: string;
          reason: string | null;
          received_at: string;
          user_id: string | null;
        };
        ComputedFields: never;
        Insert: {
          customer_id?: string | null;
          event_id: string;
          id?: string;
          kind: string;
          object_id?: string | null;
          object_kind?: string | null;
          occurred_at: string;
          outcome: string;
          payload?: NonNullable<Json>;
          provider: string;
          reason?: string | null;
          received_at?: string;
          user_id?: string | null;
        };
        Update: {
          customer_id?: string | null;
          event_id?: string;
          id?: string;
          kind?: string;
          object_id?: string | null;
          object_kind?: string | null;
          occurred_at?: string;
          outcome?: string;
          payload?: NonNullable<Json>;
          provider?: string;
          reason?: string | null;
          received_at?: string;
          user_id?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'payment_events_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
      };
      payment_methods: {
        Row: {
          brand: string | null;
          created_at: string;
          expires_month: number | null;
          expires_year: number | null;
          id: string;
          kind: string;
          last_four: string | null;
          provider: string;
          provider_token: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          brand?: string | null;
          created_at?: string;
          expires_month?: number | null;
          expires_year?: number | null;
          id?: string;
          kind: string;
          last_four?: string | null;
          provider: string;
          provider_token: string;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          brand?: string | null;
          created_at?: string;
          expires_month?: number | null;
          expires_year?: number | null;
          id?: string;
          kind?: string;
          last_four?: string | null;
          provider?: string;
          provider_token?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'payment_methods_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
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
      plan_entitlements: {
        Row: {
          created_at: string;
          description: NonNullable<Json>;
          id: string;
          key: string;
          limit_value: number | null;
          name: NonNullable<Json>;
          plan_id: string;
          unit: string;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          description: NonNullable<Json>;
          id: string;
          key: string;
          limit_value?: number | null;
          name: NonNullable<Json>;
          plan_id: string;
          unit: string;
          updated_at?: string;
        };
        Update: {
          created_at?: string;
          description?: NonNullable<Json>;
          id?: string;
          key?: string;
          limit_value?: number | null;
          name?: NonNullable<Json>;
          plan_id?: string;
          unit?: string;
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'plan_entitlements_plan_id_fkey';
            columns: ['plan_id'];
            isOneToOne: false;
            referencedRelation: 'plans';
            referencedColumns: ['id'];
          },
        ];
      };
      plans: {
        Row: {
          code: string;
          created_at: string;
          currency: string;
          description: NonNullable<Json>;
          id: string;
          is_active: boolean;
          is_default: boolean;
          is_trial: boolean;
          monthly_price_minor: number;
          name: NonNullable<Json>;
          position: number;
          trial_days: number;
          updated_at: string;
          yearly_price_minor: number;
        };
        ComputedFields: never;
        Insert: {
          code: string;
          created_at?: string;
          currency?: string;
          description: NonNullable<Json>;
          id: string;
          is_active?: boolean;
          is_default?: boolean;
          is_trial?: boolean;
          monthly_price_minor: number;
          name: NonNullable<Json>;
          position: number;
          trial_days?: number;
          updated_at?: string;
          yearly_price_minor: number;
        };
        Update: {
          code?: string;
          created_at?: string;
          currency?: string;
          description?: NonNullable<Json>;
          id?: string;
          is_active?: boolean;
          is_default?: boolean;
          is_trial?: boolean;
          monthly_price_minor?: number;
          name?: NonNullable<Json>;
          position?: number;
          trial_days?: number;
          updated_at?: string;
          yearly_price_minor?: number;
        };
        Relationships: [];
      };
      platform_usage_daily: {
        Row: {
          active_users: number;
          created_at: string;
          day: string;
          event_count: number;
          interaction_count: number;
          session_count: number;
          session_ms: number;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          active_users: number;
          created_at?: string;
          day: string;
          event_count: number;
          interaction_count: number;
          session_count: number;
          session_ms: number;
          updated_at?: string;
        };
        Update: {
          active_users?: number;
          created_at?: string;
          day?: string;
          event_count?: number;
          interaction_count?: number;
          session_count?: number;
          session_ms?: number;
          updated_at?: string;
        };
        Relationships: [];
      };
      policy_documents: {
        Row: {
          body: string;
          code: string;
          created_at: string;
          id: string;
          locale: string;
          published_at: string;
          sha256: string;
          title: string;
          updated_at: string;
          version: number;
        };
        ComputedFields: never;
        Insert: {
          body: string;
          code: string;
          created_at?: string;
          id: string;
          locale: string;
          published_at?: string;
          sha256?: never;
          title: string;
          updated_at?: string;
          version: number;
        };
        Update: {
          body?: string;
          code?: string;
          created_at?: string;
          id?: string;
          locale?: string;
          published_at?: string;
          sha256?: never;
          title?: string;
          updated_at?: string;
          version?: number;
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
      shared_visions: {
        Row: {
          category: string;
          completed_at: string | null;
          created_at: string;
          description: string | null;
          horizon_years: number;
          id: string;
          note: string | null;
          organization_id: string;
          shares_description: boolean;
          status: string;
          target_on: string | null;
          title: string;
          updated_at: string;
          user_id: string;
          vision_id: string;
        };
        ComputedFields: never;
        Insert: {
          category: string;
          completed_at?: string | null;
          created_at?: string;
          description?: string | null;
          horizon_years: number;
          id?: string;
          note?: string | null;
          organization_id: string;
          shares_description?: boolean;
          status: string;
          target_on?: string | null;
          title: string;
          updated_at?: string;
          user_id?: string;
          vision_id: string;
        };
        Update: {
          category?: string;
          completed_at?: string | null;
          created_at?: string;
          description?: string | null;
          horizon_years?: number;
          id?: string;
          note?: string | null;
          organization_id?: string;
          shares_description?: boolean;
          status?: string;
          target_on?: string | null;
          title?: string;
          updated_at?: string;
          user_id?: string;
          vision_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'shared_visions_organization_id_fkey';
            columns: ['organization_id'];
            isOneToOne: false;
            referencedRelation: 'organizations';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'shared_visions_user_id_fkey';
            columns: ['organization_id', 'user_id'];
            isOneToOne: false;
            referencedRelation: 'organization_members';
            referencedColumns: ['organization_id', 'user_id'];
          },
          {
            foreignKeyName: 'shared_visions_vision_id_fkey';
            columns: ['user_id', 'vision_id'];
            isOneToOne: false;
            referencedRelation: 'visions';
            referencedColumns: ['user_id', 'id'];
          },
        ];
      };
      subjects: {
        Row: {
          code: string;
          color: string;
          created_at: string;
          description: NonNullable<Json>;
          icon: string;
          id: string;
          is_active: boolean;
          name: NonNullable<Json>;
          position: number;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          code: string;
          color: string;
          created_at?: string;
          description: NonNullable<Json>;
          icon: string;
          id: string;
          is_active?: boolean;
          name: NonNullable<Json>;
          position: number;
          updated_at?: string;
        };
        Update: {
          code?: string;
          color?: string;
          created_at?: string;
          description?: NonNullable<Json>;
          icon?: string;
          id?: string;
          is_active?: boolean;
          name?: NonNullable<Json>;
          position?: number;
          updated_at?: string;
        };
        Relationships: [];
      };
      subscriptions: {
        Row: {
          billing_cycle: string;
          cancel_at_period_end: boolean;
          cancelled_at: string | null;
          created_at: string;
          currency: string;
          current_period_ends_at: string | null;
          current_period_starts_at: string | null;
          ended_at: string | null;
          expires_at: string | null;
          id: string;
          past_due_since: string | null;
          payment_method_id: string | null;
          plan_id: string;
          price_minor: number | null;
          provider: string;
          provider_customer_id: string;
          provider_payment_method_id: string | null;
          provider_subscription_id: string;
          status: string;
          subscribed_at: string;
          trial_ends_at: string | null;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          billing_cycle: string;
          cancel_at_period_end?: boolean;
          cancelled_at?: string | null;
          created_at?: string;
          currency?: string;
          current_period_ends_at?: string | null;
          current_period_starts_at?: string | null;
          ended_at?: string | null;
          expires_at?: string | null;
          id?: string;
          past_due_since?: string | null;
          payment_method_id?: string | null;
          plan_id: string;
          price_minor?: number | null;
          provider: string;
          provider_customer_id: string;
          provider_payment_method_id?: string | null;
          provider_subscription_id: string;
          status: string;
          subscribed_at: string;
          trial_ends_at?: string | null;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          billing_cycle?: string;
          cancel_at_period_end?: boolean;
          cancelled_at?: string | null;
          created_at?: string;
          currency?: string;
          current_period_ends_at?: string | null;
          current_period_starts_at?: string | null;
          ended_at?: string | null;
          expires_at?: string | null;
          id?: string;
          past_due_since?: string | null;
          payment_method_id?: string | null;
          plan_id?: string;
          price_minor?: number | null;
          provider?: string;
          provider_customer_id?: string;
          provider_payment_method_id?: string | null;
          provider_subscription_id?: string;
          status?: string;
          subscribed_at?: string;
          trial_ends_at?: string | null;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'subscriptions_payment_method_id_fkey';
            columns: ['user_id', 'payment_method_id'];
            isOneToOne: false;
            referencedRelation: 'payment_methods';
            referencedColumns: ['user_id', 'id'];
          },
          {
            foreignKeyName: 'subscriptions_plan_id_fkey';
            columns: ['plan_id'];
            isOneToOne: false;
            referencedRelation: 'plans';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'subscriptions_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'users';
            referencedColumns: ['id'];
          },
        ];
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
          organization_id: string | null;
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
          organization_id?: string | null;
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
          organization_id?: string | null;
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
          organization_id: string | null;
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
          organization_id?: string | null;
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
          organization_id?: string | null;
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
          user_id: string | null;
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
          user_id?: string | null;
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
          user_id?: string | null;
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
          user_id: string | null;
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
          user_id?: string | null;
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
          user_id?: string | null;
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
          user_id: string | null;
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
          user_id?: string | null;
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
          user_id?: string | null;
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
          user_id: string | null;
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
          user_id?: string | null;
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
          user_id?: string | null;
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
          user_id: string | null;
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
          user_id?: string | null;
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
          user_id?: string | null;
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
      team_announcements: {
        Row: {
          author_id: string | null;
          body: string;
          created_at: string;
          expires_on: string | null;
          id: string;
          is_pinned: boolean;
          organization_id: string;
          team_id: string | null;
          title: string;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          author_id?: string | null;
          body: string;
          created_at?: string;
          expires_on?: string | null;
          id?: string;
          is_pinned?: boolean;
          organization_id: string;
          team_id?: string | null;
          title: string;
          updated_at?: string;
        };
        Update: {
          author_id?: string | null;
          body?: string;
          created_at?: string;
          expires_on?: string | null;
          id?: string;
          is_pinned?: boolean;
          organization_id?: string;
          team_id?: string | null;
          title?: string;
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'team_announcements_author_id_fkey';
            columns: ['organization_id', 'author_id'];
            isOneToOne: false;
            referencedRelation: 'organization_members';
            referencedColumns: ['organization_id', 'user_id'];
          },
          {
            foreignKeyName: 'team_announcements_organization_id_fkey';
            columns: ['organization_id'];
            isOneToOne: false;
            referencedRelation: 'organizations';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'team_announcements_team_id_fkey';
            columns: ['organization_id', 'team_id'];
            isOneToOne: false;
            referencedRelation: 'teams';
            referencedColumns: ['organization_id', 'id'];
          },
        ];
      };
      team_members: {
        Row: {
          created_at: string;
          id: string;
          organization_id: string;
          team_id: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          id?: string;
          organization_id: string;
          team_id: string;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          created_at?: string;
          id?: string;
          organization_id?: string;
          team_id?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'team_members_organization_id_fkey';
            columns: ['organization_id'];
            isOneToOne: false;
            referencedRelation: 'organizations';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'team_members_team_id_fkey';
            columns: ['organization_id', 'team_id'];
            isOneToOne: false;
            referencedRelation: 'teams';
            referencedColumns: ['organization_id', 'id'];
          },
          {
            foreignKeyName: 'team_members_user_id_fkey';
            columns: ['organization_id', 'user_id'];
            isOneToOne: false;
            referencedRelation: 'organization_members';
            referencedColumns: ['organization_id', 'user_id'];
          },
        ];
      };
      teams: {
        Row: {
          color: string | null;
          created_at: string;
          description: string | null;
          id: string;
          lead_id: string | null;
          name: string;
          organization_id: string;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          color?: string | null;
          created_at?: string;
          description?: string | null;
          id?: string;
          lead_id?: string | null;
          name: string;
          organization_id: string;
          updated_at?: string;
        };
        Update: {
          color?: string | null;
          created_at?: string;
          description?: string | null;
          id?: string;
          lead_id?: string | null;
          name?: string;
          organization_id?: string;
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'teams_lead_id_fkey';
            columns: ['organization_id', 'lead_id'];
            isOneToOne: false;
            referencedRelation: 'organization_members';
            referencedColumns: ['organization_id', 'user_id'];
          },
          {
            foreignKeyName: 'teams_organization_id_fkey';
            columns: ['organization_id'];
            isOneToOne: false;
            referencedRelation: 'organizations';
            referencedColumns: ['id'];
          },
        ];
      };
      time_zones: {
        Row: {
          city: NonNullable<Json>;
          code: string;
          country_code: string | null;
          created_at: string;
          id: string;
          name: NonNullable<Json>;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          city: NonNullable<Json>;
          code: string;
          country_code?: string | null;
          created_at?: string;
          id: string;
          name: NonNullable<Json>;
          updated_at?: string;
        };
        Update: {
          city?: NonNullable<Json>;
          code?: string;
          country_code?: string | null;
          created_at?: string;
          id?: string;
          name?: NonNullable<Json>;
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'time_zones_country_code_fkey';
            columns: ['country_code'];
            isOneToOne: false;
            referencedRelation: 'countries';
            referencedColumns: ['code'];
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
      user_activity_daily: {
        Row: {
          created_at: string;
          day: string;
          duration_ms: number;
          dwell_ms: number;
          event_count: number;
          feature_count: number;
          first_at: string;
          interaction_count: number;
          last_at: string;
          session_count: number;
          session_ms: number;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          day: string;
          duration_ms: number;
          dwell_ms: number;
          event_count: number;
          feature_count: number;
          first_at: string;
          interaction_count: number;
          last_at: string;
          session_count: number;
          session_ms: number;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          created_at?: string;
          day?: string;
          duration_ms?: number;
          dwell_ms?: number;
          event_count?: number;
          feature_count?: number;
          first_at?: string;
          interaction_count?: number;
          last_at?: string;
          session_count?: number;
          session_ms?: number;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'user_activity_daily_user_id_fkey';
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
          conflict_notifications: boolean;
          created_at: string;
          difficulty_preference: string;
          email_notifications: boolean;
          emotional_support_level: string;
          explanation_style: string;
          feedback_frequency: string;
          id: string;
          language: string | null;
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
          conflict_notifications?: boolean;
          created_at?: string;
          difficulty_preference?: string;
          email_notifications?: boolean;
          emotional_support_level?: string;
          explanation_style?: string;
          feedback_frequency?: string;
          id: string;
          language?: string | null;
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
          conflict_notifications?: boolean;
          created_at?: string;
          difficulty_preference?: string;
          email_notifications?: boolean;
          emotional_support_level?: string;
          explanation_style?: string;
          feedback_frequency?: string;
          id?: string;
          language?: string | null;
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
          archived_at: string | null;
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
          restricted_at: string | null;
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
          archived_at?: string | null;
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
          restricted_at?: string | null;
          subjects_of_interest?: string[];
          timezone?: string;
          trial_ends_at?: string | null;
          updated_at?: string;
          username?: string | null;
        };
        Update: {
          account_status?: string;
          age_band?: string | null;
          archived_at?: string | null;
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
          restricted_at?: string | null;
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
      accept_invitation: { Args: { display_name?: string; token: string }; Returns: string };
      add_organization_domain: {
        Args: { domain: string; organization_id: string };
        Returns: Record<string, unknown>;
      };
      ai_allowance: { Args: Record<PropertyKey, never>; Returns: Record<string, unknown> };
      ai_usage_analytics: {
        Args: { from_time?: string; session_id?: string; to_time?: string };
        Returns: {
          average_response_time_ms: number;
          cache_hit_rate: number;
          providers_used: Json;
          quality_scores: number[];
          total_ai_queries: number;
          total_cost_micros: Json;
          total_tokens_consumed: number;
        }[];
      };
      apply_payment_event: {
        Args: {
          event_id: string;
          kind: string;
          occurred_at: string;
          payload?: Json;
          provider: string;
        };
        Returns: string;
      };
      archive_done: { Args: { content?: string; task: Json }; Returns: undefined };
      archive_task: { Args: Record<PropertyKey, never>; Returns: Json };
      assign_role: { Args: { role: string; user_id: string }; Returns: undefined };
      audit_history: {
        Args: {
          before?: string;
          max_rows?: number;
          row_key?: string;
          table_name: string;
          user_id?: string;
        };
        Returns: {
          at: string;
          by_role: string;
          by_user: string;
          columns: string[];
          content: Json;
          event_id: number;
          operation: string;
          request: number;
          session_id: string;
        }[];
      };
      cancel_account_erasure: { Args: { child_id?: string }; Returns: undefined };
      cancel_data_export: { Args: { id: string }; Returns: undefined };
      change_member_role: {
        Args: { organization_id: string; role: string; user_id: string };
        Returns: undefined;
      };
      child_data_exports: {
        Args: { child_id: string };
        Returns: {
          created_at: string;
          error: string | null;
          expires_at: string | null;
          finished_at: string | null;
          format: string;
          id: string;
          links: string[];
          rows_done: number;
          rows_expected: number | null;
          size_bytes: number | null;
          state: string;
          updated_at: string;
          user_id: string;
        }[];
        SetofOptions: {
          from: '*';
          to: 'data_exports';
          isOneToOne: false;
          isSetofReturn: true;
        };
      };
      compare_types: {
        Args: { metric: string };
        Returns: {
          average: number;
          is_own: boolean;
          mbti_type: string;
          people: number;
          period_end: string;
          period_start: string;
          unit: string;
        }[];
      };
      complete_onboarding: { Args: { payload: Json }; Returns: Json };
      connect_integration: {
        Args: {
          account_label?: string;
          external_account_id: string;
          provider: string;
          scopes?: string[];
          sealed_access_token: string;
          sealed_refresh_token?: string;
          token_expires_at?: string;
          user_id: string;
        };
        Returns: string;
      };
      count_request: { Args: { address?: unknown; limit_name: string }; Returns: Json };
      create_organization: {
        Args: { display_name?: string; name: string; organization_id?: string; slug?: string };
        Returns: string;
      };
      declare_age_band: { Args: { age_band: string }; Returns: undefined };
      decline_invitation: { Args: { token: string }; Returns: undefined };
      delete_organization: { Args: { name: string; organization_id: string }; Returns: undefined };
      disconnect_integration: { Args: { integration_id: string }; Returns: undefined };
      due_reviews: {
        Args: { at?: string; limit?: number };
        Returns: {
          concept_code: string;
          concept_id: string;
          concept_name: Json;
          due_at: string;
          mastery_level: number;
          overdue_days: number;
          retrievability: number;
          stability: number;
          state: string;
          subject_code: string;
          topic: string;
        }[];
      };
      emotional_dashboard: { Args: { from: string; to: string }; Returns: Json };
      entitlement_limit: { Args: { key: string }; Returns: number };
      execute_operations: { Args: { atomic?: boolean; operations: Json }; Returns: Json };
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
      get_optimization_hints: { Args: { user_type?: string }; Returns: Json };
      give_consent: {
        Args: {
          child_id?: string;
          device_id?: string;
          document_id: string;
          document_sha256: string;
          locale?: string;
          purpose_code: string;
        };
        Returns: {
          created_at: string;
          decided_at: string;
          device_id: string | null;
          document_id: string | null;
          document_sha256: string | null;
          guardian_id: string | null;
          id: string;
          is_granted: boolean;
          locale: string | null;
          method: string;
          purpose_code: string;
          user_id: string;
        };
        SetofOptions: {
          from: '*';
          to: 'consents';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      has_entitlement: { Args: { key: string }; Returns: boolean };
      health_check: { Args: Record<PropertyKey, never>; Returns: Json };
      import_local_storage: { Args: { payload: Json }; Returns: Json };
      integration_tokens: {
        Args: { integration_id: string; user_id: string };
        Returns: {
          expires_at: string;
          sealed_access_token: string;
          sealed_refresh_token: string;
        }[];
      };
      invite_member: {
        Args: {
          email?: string;
          expires_in_days?: number;
          invitation_id?: string;
          organization_id: string;
          role?: string;
        };
        Returns: Record<string, unknown>;
      };
      join_by_domain: { Args: { display_name?: string; rejoin?: boolean }; Returns: string };
      keep_shorter: { Args: { days: number; policy: string }; Returns: undefined };
      leave_organization: { Args: { organization_id: string }; Returns: undefined };
      life_balance: {
        Args: { at?: string };
        Returns: {
          active_goals: number;
          change: number;
          code: string;
          color: string;
          icon: string;
          last_reflected_on: string;
          levensgebied_id: string;
          name: Json;
          position: number;
          previous_score: number;
          previous_scored_on: string;
          previous_version: number;
          score: number;
          score_id: string;
          scored_on: string;
          version: number;
        }[];
      };
      lift_restriction: { Args: { child_id?: string }; Returns: string };
      list_invitations: {
        Args: { max_rows?: number; organization_id: string };
        Returns: {
          accepted_by: string;
          created_at: string;
          email: string;
          expires_at: string;
          id: string;
          invited_by: string;
          role: string;
          state: string;
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
      list_organization_domains: {
        Args: { organization_id: string };
        Returns: {
          domain: string;
          record_name: string;
          record_type: string;
          record_value: string;
          verified_at: string;
        }[];
      };
      mastery_overview: {
        Args: { subject?: string };
        Returns: {
          concept_code: string;
          concept_id: string;
          concept_name: Json;
          due_at: string;
          is_mastered: boolean;
          is_ready: boolean;
          mastery_confidence: number;
          mastery_level: number;
          missing_prerequisites: string[];
          retrievability: number;
          state: string;
          subject_code: string;
          subject_mastery: number;
          topic: string;
        }[];
      };
      mbti_development: { Args: { from: string; to: string }; Returns: Json };
      met24_overview: {
        Args: { at?: string };
        Returns: {
          active_goals: number;
          assessed_on: string;
          assessment_id: string;
          change: number;
          code: string;
          color: string;
          domain_id: string;
          icon: string;
          last_reflected_on: string;
          level_code: string;
          level_name: Json;
          name: Json;
          position: number;
          previous_assessed_on: string;
          previous_score: number;
          previous_version: number;
          score: number;
          version: number;
        }[];
      };
      my_access_log: {
        Args: { before?: string; max_rows?: number };
        Returns: {
          at: string;
          by_whom: string;
          columns: string[];
          operation: string;
          table_name: string;
        }[];
      };
      my_consents: {
        Args: Record<PropertyKey, never>;
        Returns: {
          decided_at: string;
          document_version: number;
          is_granted: boolean;
          purpose_code: string;
          who_decides: string;
        }[];
      };
      my_data_requests: {
        Args: { child_id?: string };
        Returns: {
          closed_at: string;
          due_at: string;
          id: string;
          kind: string;
          outcome: string;
          received_at: string;
          state: string;
        }[];
      };
      my_feature_flags: {
        Args: Record<PropertyKey, never>;
        Returns: {
          code: string;
          is_on: boolean;
          source: string;
        }[];
      };
      my_permissions: { Args: Record<PropertyKey, never>; Returns: string[] };
      my_plan: { Args: Record<PropertyKey, never>; Returns: Record<string, unknown> };
      my_retention: {
        Args: Record<PropertyKey, never>;
        Returns: {
          description: Json;
          kept_days: number;
          my_days: number;
          policy: string;
          shortest_days: number;
        }[];
      };
      name_guardian: { Args: { email: string }; Returns: string };
      open_payment_reference: { Args: { provider: string; reference: string }; Returns: string };
      override_feature_flag: {
        Args: {
          expires_at?: string;
          flag: string;
          is_on: boolean;
          reason?: string;
          user_id: string;
        };
        Returns: undefined;
      };
      platform_usage: {
        Args: { from_day: string; to_day: string };
        Returns: {
          active_users: number;
          counted_until: string;
          day: string;
          events: number;
          interactions: number;
          mean_session_minutes: number;
          sessions: number;
        }[];
      };
      preview_local_storage_import: { Args: { payload: Json }; Returns: Json };
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
      recent_learning_sessions: {
        Args: { days?: number };
        Returns: {
          accuracy_percentage: number | null;
          ai_cache_hit_rate: number | null;
          ai_cost_currency: string;
          areas_needing_more_work: string[];
          average_ai_response_time_ms: number | null;
          average_response_time_seconds: number | null;
          concepts_introduced: string[];
          concepts_mastered: string[];
          concepts_practiced: string[];
          created_at: string;
          device_type: string | null;
          difficulty_progression: NonNullable<Json>;
          duration_minutes: number | null;
          emotional_satisfaction_rating: number | null;
          ended_at: string | null;
          final_emotional_state: string | null;
          follow_up_questions: number;
          id: string;
          initial_difficulty_level: number | null;
          initial_emotional_state: string | null;
          knowledge_gaps_identified: string[];
          learning_objectives: string[];
          learning_objectives_met: string[];
          mastery_demonstrations: NonNullable<Json>;
          next_session_recommendations: string[];
          overall_emotional_health_score: number | null;
          perceived_difficulty_rating: number | null;
          platform: string | null;
          providers_used: NonNullable<Json>;
          quality_scores: number[];
          questions_attempted: number;
          questions_correct: number;
          self_directed_exploration: boolean;
          session_completion_rate: number | null;
          session_type: string;
          started_at: string;
          subject_id: string | null;
          topics: string[];
          total_ai_cost_micros: number;
          total_ai_queries: number;
          total_tokens_consumed: number;
          updated_at: string;
          user_id: string;
          user_satisfaction_rating: number | null;
        }[];
        SetofOptions: {
          from: '*';
          to: 'learning_sessions';
          isOneToOne: false;
          isSetofReturn: true;
        };
      };
      record_ai_interaction: {
        Args: {
          coaching_session_id?: string;
          conversation_id?: string;
          cost_currency?: string;
          cost_micros?: number;
          error_code?: string;
          id: string;
          is_cache_hit?: boolean;
          latency_ms?: number;
          learning_session_id?: string;
          message_id?: string;
          model: string;
          outcome?: string;
          provider: string;
          purpose: string;
          quality_score?: number;
          started_at?: string;
          tokens_in?: number;
          tokens_out?: number;
          user_id: string;
        };
        Returns: Record<string, unknown>;
      };
      record_coaching_session: { Args: { payload: Json }; Returns: Json };
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
      remove_member: { Args: { organization_id: string; user_id: string }; Returns: undefined };
      remove_organization_domain: {
        Args: { domain: string; organization_id: string };
        Returns: undefined;
      };
      request_about_my_data: { Args: { child_id?: string; kind: string }; Returns: string };
      request_account_erasure: {
        Args: { child_id?: string; immediate?: boolean };
        Returns: {
          cancel_code: string;
          erased_from: string;
        }[];
      };
      request_data_export: {
        Args: { child_id?: string; format?: string };
        Returns: {
          created_at: string;
          error: string | null;
          expires_at: string | null;
          finished_at: string | null;
          format: string;
          id: string;
          links: string[];
          rows_done: number;
          rows_expected: number | null;
          size_bytes: number | null;
          state: string;
          updated_at: string;
          user_id: string;
        };
        SetofOptions: {
          from: '*';
          to: 'data_exports';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      require_writer: { Args: Record<PropertyKey, never>; Returns: string };
      resolve_conflict: { Args: { choice: string; id: string }; Returns: undefined };
      restrict_processing: { Args: { child_id?: string }; Returns: string };
      review_child: {
        Args: { child_id: string };
        Returns: {
          categories: string[];
          kept_days: number;
          purpose: Json;
          row_count: number;
          table_name: string;
        }[];
      };
      review_concept: {
        Args: {
          activity_type?: string;
          concept_id: string;
          difficulty_level?: number;
          emotional_state?: string;
          performance_score?: number;
          rating: number;
          review_id?: string;
          reviewed_at?: string;
          session_id?: string;
          time_spent_minutes?: number;
        };
        Returns: {
          concept_id: string;
          created_at: string;
          decay_rate: number;
          difficulty: number | null;
          due_at: string | null;
          effective_learning_strategies: string[];
          emotional_associations: NonNullable<Json>;
          first_exposed_at: string | null;
          id: string;
          initial_strength: number | null;
          interval_days: number;
          lapses_count: number;
          last_practiced_at: string | null;
          learning_style_effectiveness: NonNullable<Json>;
          mastery_achieved_at: string | null;
          mastery_confidence: number;
          mastery_level: number;
          optimal_difficulty_level: number | null;
          reviews_count: number;
          stability: number | null;
          state: string;
          step: number;
          time_spent_minutes: number;
          updated_at: string;
          user_id: string;
        };
        SetofOptions: {
          from: '*';
          to: 'content_mastery';
          isOneToOne: true;
          isSetofReturn: true;
        };
      };
      revoke_guardian: { Args: { child_id: string }; Returns: undefined };
      revoke_invitation: {
        Args: { invitation_id: string; organization_id: string };
        Returns: undefined;
      };
      revoke_other_sessions: { Args: Record<PropertyKey, never>; Returns: number };
      revoke_role: { Args: { role: string; user_id: string }; Returns: undefined };
      revoke_session: { Args: { session_id: string }; Returns: undefined };
      search_everything: {
        Args: { cursor?: string; kinds?: string[]; limit?: number; query: string };
        Returns: Json;
      };
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
      send_notification: {
        Args: {
          action_path?: string;
          body?: Json;
          dedupe_key?: string;
          deliver_at?: string;
          expires_at?: string;
          importance?: string;
          kind: string;
          people: string[];
          title: Json;
        };
        Returns: number;
      };
      set_feature_flag: {
        Args: { flag: string; is_enabled?: boolean; rollout_percent?: number };
        Returns: undefined;
      };
      storage_estimate: {
        Args: { schema_version?: number };
        Returns: {
          byte_count: number;
          row_count: number;
          table_name: string;
        }[];
      };
      suspend_user: { Args: { user_id: string }; Returns: undefined };
      transfer_ownership: {
        Args: { organization_id: string; stay_owner?: boolean; user_id: string };
        Returns: undefined;
      };
      update_my_membership: {
        Args: { display_name: string; organization_id: string };
        Returns: undefined;
      };
      verify_guardian: {
        Args: {
          at?: string;
          evidence_reference: string;
          guardian_id?: string;
          link_id: string;
          method: string;
          user_id: string;
        };
        Returns: undefined;
      };
      verify_organization_domain: {
        Args: { domain: string; organization_id: string; txt_records: string[] };
        Returns: undefined;
      };
      withdraw_consent: {
        Args: { child_id?: string; device_id?: string; purpose_code: string };
        Returns: {
          created_at: string;
          decided_at: string;
          device_id: string | null;
          document_id: string | null;
          document_sha256: string | null;
          guardian_id: string | null;
          id: string;
          is_granted: boolean;
          locale: string | null;
          method: string;
          purpose_code: string;
          user_id: string;
        };
        SetofOptions: {
          from: '*';
          to: 'consents';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
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
